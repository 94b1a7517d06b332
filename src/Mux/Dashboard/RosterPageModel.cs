using Microsoft.AspNetCore.Http.Extensions;
using Mux.Fleet;
using Mux.Orders;
using Mux.Pages;
using Mux.Roster;

namespace Mux.Dashboard;

/// <summary>Who is expected.</summary>
/// <param name="Note">What came of an order; both texts empty when none was given.</param>
/// <param name="Waiting">People who have used no link: whom cards and mails are for.</param>
/// <param name="Unmailed">Of those, whom no mail was tried for yet.</param>
public sealed record RosterPageModel(
    ShellModel Shell, string Summary, RosterQuery Query, IReadOnlyList<StateFilter> Filters, IReadOnlyList<RosterLine> Rows, string Empty, RosterNote Note, int Waiting, int Unmailed)
{
    private const int MaxRows = 500;

    internal static RosterPageModel Of(ShellModel shell, FleetSnapshot snapshot, RosterQuery query, RosterNote note, DateTimeOffset now)
    {
        var all = snapshot.Roster.Values.OrderBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase).Select(entry => RosterLine.Of(entry, now)).ToList();
        var fitting = all.Where(line => query.Fits(line)).ToList();
        var waiting = snapshot.Roster.Values.Where(entry => !entry.HasUsedLink).ToList();
        return new RosterPageModel(
            shell,
            fitting.Count > MaxRows ? $"The first {MaxRows} of {fitting.Count} people" : Wording.Count(fitting.Count, "person", "people"),
            query,
            [new StateFilter("all", query.UrlOf(""), all.Count, query.State.Length == 0), .. RosterQuery.States.Select(state => new StateFilter(state, query.UrlOf(state), all.Count(line => line.Link.Text == state), query.State == state))],
            [.. fitting.Take(MaxRows)],
            all.Count == 0 ? "Nobody is on the roster yet. Bring a file in below." : "Nobody fits.",
            note,
            waiting.Count,
            waiting.Count(entry => entry.MailedAt is null && entry.MailTrouble.Length == 0));
    }
}

/// <summary>What of the roster to show, as it stands in the page's address.</summary>
public sealed record RosterQuery(string Text, string State)
{
    private const int MaxText = 60;

    /// <summary>How somebody's link stands.</summary>
    public static readonly IReadOnlyList<string> States = ["none", "made", "sent", "used", "not taken", "expired"];

    public static RosterQuery From(IQueryCollection query)
    {
        var (text, state) = (query["q"].ToString().Trim(), query["state"].ToString());
        return new RosterQuery(text.Length > MaxText ? text[..MaxText] : text, States.Contains(state) ? state : "");
    }

    public bool Fits(RosterLine line) => (State.Length == 0 || line.Link.Text == State)
        && (line.Name.Contains(Text, StringComparison.OrdinalIgnoreCase) || line.Email.Contains(Text, StringComparison.OrdinalIgnoreCase) || line.Group.Equals(Text, StringComparison.OrdinalIgnoreCase));

    /// <summary>The same search with another state.</summary>
    public string UrlOf(string state)
    {
        var query = new QueryBuilder();
        (string Key, string Value)[] parts = [("q", Text), ("state", state)];
        foreach (var (key, value) in parts.Where(part => part.Value.Length > 0))
        {
            query.Add(key, value);
        }

        return RosterPages.Place + query.ToQueryString();
    }
}

/// <summary>One person in a line.</summary>
/// <param name="Link">Its text is one of <see cref="RosterQuery.States"/>.</param>
/// <param name="Told">When the mail went, or why it did not.</param>
public sealed record RosterLine(string Id, string Name, string Email, string Role, string Group, Badge Link, string Told)
{
    internal static RosterLine Of(RosterEntry entry, DateTimeOffset now) => new(
        entry.Id.Value,
        entry.Name,
        entry.Email,
        RoleOf(entry),
        entry.SeatGroup,
        LinkOf(entry, now),
        entry.MailTrouble.Length > 0 ? entry.MailTrouble : entry.MailedAt is { } at ? $"mailed {Wording.Ago(at, now)}" : "");

    internal static string RoleOf(RosterEntry entry) => entry.Role == StaffRole.None ? "attendee" : entry.Role.ToString().ToLowerInvariant();

    internal static Badge LinkOf(RosterEntry entry, DateTimeOffset now) => entry switch
    {
        { Link: null } => new Badge("none", Tone.Quiet, "No link was made yet"),
        { HasUsedLink: true } => new Badge("used", Tone.Good, "Logged in by it"),
        { Link.ExpiresAt: var until } when until <= now => new Badge("expired", Tone.Bad, "Its time is over: make another"),
        { MailTrouble.Length: > 0 } => new Badge("not taken", Tone.Bad, "The mail server did not take the mail"),
        { MailedAt: not null } => new Badge("sent", Tone.Info, "Mailed, and not used yet"),
        _ => new Badge("made", Tone.Info, "Printed or shown, and not used yet"),
    };
}

/// <summary>What came of an order.</summary>
/// <param name="Error">Why it was not taken; empty when it was.</param>
/// <param name="Done">What it did; empty when there is nothing to say.</param>
public sealed record RosterNote(string Error, string Done)
{
    /// <summary>A link that was just made, which is shown this once; empty: none.</summary>
    public string Link { get; init; } = "";

    internal static RosterNote Of(Refusal refusal) => new($"{refusal.Why} {refusal.Fix}", "");

    internal static RosterNote Of(Mailed mailed)
    {
        var done = $"{Wording.Count(mailed.Sent, "mail was", "mails were")} sent{(mailed.Left > 0 ? $", {mailed.Left} are left: press the button again" : "")}.";
        return mailed.Refused.Count == 0 ? new RosterNote("", done) : new RosterNote($"{done} Not taken: {string.Join(", ", mailed.Refused.Select(entry => $"{entry.Email} ({entry.MailTrouble})"))}.", "");
    }
}
