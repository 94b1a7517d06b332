using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Primitives;
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

    /// <summary>Ships on which this tutorial stands as <see cref="Phase"/> says; empty: any.</summary>
    public string Tutorial { get; init; } = "";

    /// <summary>One of <see cref="ShipFilter.Phases"/>; empty: any.</summary>
    public string Phase { get; init; } = "";

    /// <summary>Ships made for this session; empty: any.</summary>
    public string Session { get; init; } = "";

    /// <summary>The page does not fetch itself anew: for who ticks ships without JavaScript.</summary>
    public bool Still { get; init; }

    internal ShipFilter Filter => new(Text, State, Tutorial, Phase, Session);

    public static ShipQuery From(IQueryCollection query) => From(key => query[key]);

    /// <summary>The same from the hidden fields of a form.</summary>
    public static ShipQuery From(IFormCollection form) => From(key => form[key]);

    /// <summary>The fields in which it travels, those that say nothing left out.</summary>
    public IEnumerable<KeyValuePair<string, string>> Fields => new[]
    {
        Field("q", Text, ""), Field("state", State, ""), Field("tutorial", Tutorial, ""), Field("phase", Phase, ""), Field("session", Session, ""), Field("sort", Sort, Sorts[0]), Field("page", Wording.Text(Page), "1"),
        Field("still", Still ? "1" : "", ""),
    }.OfType<KeyValuePair<string, string>>();

    /// <summary>The address of the fleet's page with this query.</summary>
    public string Url => "/" + new QueryBuilder(Fields).ToQueryString();

    private static ShipQuery From(Func<string, StringValues> said)
    {
        var (state, phase, sort) = (said("state").ToString(), said("phase").ToString(), said("sort").ToString());
        return new ShipQuery(
            Cut(said("q"), 60),
            ShipFilter.States.Contains(state) ? state : "",
            Sorts.Contains(sort) ? sort : Sorts[0],
            int.TryParse(said("page"), out var page) && page is > 1 and < 1000 ? page : 1)
        {
            Tutorial = Cut(said("tutorial"), 32),
            Phase = ShipFilter.Phases.Contains(phase) ? phase : "",
            Session = Cut(said("session"), 32),
            Still = said("still") == "1",
        };
    }

    private static string Cut(StringValues said, int most) => said.ToString().Trim() is var text && text.Length > most ? text[..most] : text;

    private static KeyValuePair<string, string>? Field(string key, string value, string usual) => value == usual ? null : new(key, value);
}
