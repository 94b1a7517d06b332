using Mux.Camp;
using Mux.Fleet;
using Mux.Orders;

namespace Mux.Dashboard;

/// <summary>The deploy form, with what was typed.</summary>
/// <param name="Error">Empty when nothing is wrong.</param>
/// <param name="Field"><c>tutorial</c>, <c>image</c>, <c>note</c>, <c>deadline</c> or <c>break</c>: where the error belongs.</param>
/// <param name="Unchanged">Said when nothing had to be done; else empty.</param>
public sealed record DeployForm(IReadOnlyList<string> Tutorials, string Tutorial, string Image, string Error, string Field, string Unchanged)
{
    private const int MaxImage = 512;
    private const int MaxNote = 500;

    /// <summary>For attendees in use.</summary>
    public string Note { get; init; } = "";

    /// <summary>Minutes until attendees who chose nothing get it; empty: none.</summary>
    public string Deadline { get; init; } = "";

    /// <summary>Minutes until the break, or <c>next</c>: the next that a session names; empty: none.</summary>
    public string Break { get; init; } = "";

    /// <param name="staff">Chooses among the tutorials that are this person's to deploy.</param>
    internal static DeployForm Empty(CampDefinition camp, Staff staff)
    {
        var own = camp.Tutorials.Select(tutorial => tutorial.Name).Where(staff.MayDeploy).ToList();
        return new DeployForm(own, own.FirstOrDefault(""), "", "", "", "");
    }

    internal static DeployForm Typed(CampDefinition camp, IFormCollection form, Staff staff) => Empty(camp, staff) with
    {
        Tutorial = form["tutorial"].ToString(),
        Image = Cut(form["image"].ToString(), MaxImage),
        Note = Cut(form["note"].ToString(), MaxNote),
        Deadline = Cut(form["deadline"].ToString(), 8),
        Break = Cut(form["break"].ToString(), 8),
    };

    /// <summary>Null when a time is no number of minutes.</summary>
    internal DeployOrder? Order(DateTimeOffset now)
    {
        var (deadline, rest, next) = (Minutes(Deadline), Minutes(Break), Break == "next");
        return (Deadline.Length > 0 && deadline is null) || (Break.Length > 0 && rest is null && !next) ? null : new DeployOrder(Tutorial, Image, Note, deadline, now + rest) { AtNextBreak = next };
    }

    private static TimeSpan? Minutes(string text) => int.TryParse(text, out var minutes) && minutes is > 0 and < 10_000 ? TimeSpan.FromMinutes(minutes) : null;

    private static string Cut(string text, int most) => text.Trim() is var trimmed && trimmed.Length > most ? trimmed[..most] : trimmed;
}
