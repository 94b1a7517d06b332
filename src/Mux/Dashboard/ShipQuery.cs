using Microsoft.AspNetCore.Http.Extensions;
using Mux.Fleet;

namespace Mux.Dashboard;

/// <summary>What of the ships to show, as it stands in the page's address. What makes no sense there counts as not said.</summary>
/// <param name="Text">Part of an id, a name, a reason or a digest.</param>
/// <param name="State">Empty: all that live.</param>
/// <param name="Sort">One of <see cref="Sorts"/>.</param>
/// <param name="Page">From 1.</param>
public sealed record ShipQuery(string Text, string State, string Sort, int Page)
{
    public const int PageSize = 100;

    public static readonly IReadOnlyList<string> Sorts = ["attention", "ship", "state", "attendee", "age", "report"];

    public static readonly IReadOnlyList<string> States = [.. Enum.GetValues<ShipState>().Select(state => state.ToString().ToLowerInvariant())];

    public static ShipQuery From(IQueryCollection query)
    {
        var text = query["q"].ToString().Trim();
        var state = query["state"].ToString();
        var sort = query["sort"].ToString();
        return new ShipQuery(
            text.Length > 60 ? text[..60] : text,
            States.Contains(state) ? state : "",
            Sorts.Contains(sort) ? sort : Sorts[0],
            int.TryParse(query["page"], out var page) && page is > 1 and < 1000 ? page : 1);
    }

    /// <summary>The address of the fleet's page with this query; only what differs from the usual stands in it.</summary>
    public string Url
    {
        get
        {
            var query = new QueryBuilder();
            Add(query, "q", Text, "");
            Add(query, "state", State, "");
            Add(query, "sort", Sort, Sorts[0]);
            Add(query, "page", Wording.Text(Page), "1");
            return "/" + query.ToQueryString();
        }
    }

    private static void Add(QueryBuilder query, string key, string value, string usual)
    {
        if (value != usual)
        {
            query.Add(key, value);
        }
    }
}
