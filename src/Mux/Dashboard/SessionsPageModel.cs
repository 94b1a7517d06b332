using Mux.Camp;
using Mux.Fleet;
using Mux.Orders;
using Mux.Pages;

namespace Mux.Dashboard;

/// <summary>When the camp is, and whether its ships will be there.</summary>
public sealed record SessionsPageModel(ShellModel Shell, RuleLine Rule, IReadOnlyList<SessionRow> Rows, SessionFields Form)
{
    internal static SessionsPageModel Of(ShellModel shell, FleetSnapshot snapshot, CampDefinition camp, SessionFields? form, DateTimeOffset now) => new(
        shell,
        RuleLine.Of(snapshot),
        [.. snapshot.Sessions.Sessions.Select(session => SessionRow.Of(session, snapshot, camp, now))],
        form ?? SessionFields.Empty(camp));
}

/// <summary>Which rule gives the goal, and how the doors stand.</summary>
/// <param name="ByHand">An organizer's number counts, and can be taken back.</param>
/// <param name="DoorsByHand">An organizer's word on the doors counts, and can be taken back.</param>
public sealed record RuleLine(string Goal, bool ByHand, string Doors, bool DoorsOpen, bool DoorsByHand)
{
    internal static RuleLine Of(FleetSnapshot snapshot) => new(
        $"{Wording.Count(Math.Max(0, snapshot.Goal), "ship", "ships")}: {snapshot.GoalWhy}",
        snapshot.GoalRule == GoalRule.Hand,
        $"{(snapshot.DoorsOpen ? "open" : "shut")}{(snapshot.DoorsOrder is null ? "" : ", by hand")}",
        snapshot.DoorsOpen,
        snapshot.DoorsOrder is not null);
}

/// <summary>One session in a line.</summary>
public sealed record SessionRow(string Name, string Title, Badge State, string Times, string Zone, string Seats, string Ships, string WarmBy, string Doors, Badge Outlook, bool CanOpen, bool CanClose)
{
    /// <summary>Such as <c>10:30-10:45</c>; empty when there are none.</summary>
    public string Breaks { get; private init; } = "";

    internal static SessionRow Of(CampSession session, FleetSnapshot snapshot, CampDefinition camp, DateTimeOffset now)
    {
        var forecast = SessionForecast.Of(session, snapshot, camp.SessionGoals, now);
        var state = forecast.State switch { SessionState.Open => new Badge("open", Tone.Good), SessionState.Coming => new Badge("coming", Tone.Info), _ => new Badge("over", Tone.Quiet) };
        var sameDay = ZoneTimes.Show(session.Opens, session.Zone)[..^5] == ZoneTimes.Show(session.Closes, session.Zone)[..^5];
        return new SessionRow(
            session.Name,
            session.Title,
            state,
            $"{ZoneTimes.Show(session.Opens, session.Zone)} – {(sameDay ? ZoneTimes.ShowTime(session.Closes, session.Zone) : ZoneTimes.Show(session.Closes, session.Zone))}",
            session.Zone,
            $"{session.Seats}{(session.Reserved > 0 ? $", {session.Reserved} reserved" : "")}",
            $"{session.Wanted}",
            ZoneTimes.ShowTime(session.WarmBy, session.Zone),
            session.Doors switch { DoorsRule.Time => "by time", DoorsRule.Ready => "when ready", _ => "by hand" },
            new Badge(forecast.Sentence, forecast.State == SessionState.Over ? Tone.Quiet : Tones.Of(forecast.Severity)),
            forecast.State == SessionState.Coming,
            forecast.State == SessionState.Open)
        {
            Breaks = BreakForm.Write(session),
        };
    }
}

/// <summary>The form for a session, with what was typed if it was refused.</summary>
/// <param name="Changes">The session that the form changes; empty: it adds one.</param>
/// <param name="Error">Empty when nothing is wrong.</param>
public sealed record SessionFields(
    string Changes, string Name, string TimeZone, string Opens, string Closes, string Seats, string Spare, string NoShows, string WarmBy, string Doors, string Reserved, string Error)
{
    public static readonly IReadOnlyList<(string Value, string Text)> DoorRules = [("time", "at the opening"), ("ready", "when enough ships are ready"), ("hand", "by hand")];

    /// <summary>Null when the form did not speak of breaks.</summary>
    public string? Breaks { get; init; }

    internal static SessionFields Empty(CampDefinition camp) => new("", "", camp.TimeZone, "", "", "", "0", "0", "15m", "time", "0", "");

    internal static SessionFields Of(CampSession session) => new(
        session.Name, session.Name, session.Zone, ZoneTimes.Write(session.Opens, session.Zone), ZoneTimes.Write(session.Closes, session.Zone), Wording.Text(session.Seats), Wording.Text(session.Spare),
        Wording.Text(session.NoShows), ZoneTimes.Write(session.WarmBy, session.Zone), session.Doors.ToString().ToLowerInvariant(), Wording.Text(session.Reserved), "")
    {
        Breaks = BreakForm.Write(session),
    };

    internal static SessionFields Of(IFormCollection form) => new(
        Cut(form["changes"]), Cut(form["name"]), Cut(form["timeZone"]), Cut(form["opens"]), Cut(form["closes"]), Cut(form["seats"]), Cut(form["spare"]),
        Cut(form["noShows"]), Cut(form["warmBy"]), Cut(form["doors"]), Cut(form["reserved"]), "")
    {
        Breaks = form.ContainsKey("breaks") ? Cut(form["breaks"], 400) : null,
    };

    internal SessionForm ToForm() => new(Changes.Length > 0 ? Changes : Name)
    {
        TimeZone = Said(TimeZone),
        Opens = Said(Opens),
        Closes = Said(Closes),
        Seats = Number(Seats),
        Spare = Number(Spare),
        NoShows = Number(NoShows),
        WarmBy = Said(WarmBy),
        Doors = Said(Doors),
        Reserved = Number(Reserved),
        Breaks = Breaks,
    };

    internal SessionFields Refused(Refusal why) => this with { Error = $"{why.Why} {why.Fix}" };

    // What is no number is refused by its range, which names the field.
    private static int? Number(string text) => text.Length == 0 ? null : int.TryParse(text, out var number) ? number : -1;

    private static string? Said(string text) => text.Length == 0 ? null : text;

    private static string Cut(string? text, int most = 64) => text?.Trim() is { Length: > 0 } said ? said[..Math.Min(said.Length, most)] : "";
}
