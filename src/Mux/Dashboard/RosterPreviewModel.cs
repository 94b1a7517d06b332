using Mux.Fleet;
using Mux.Pages;
using Mux.Roster;

namespace Mux.Dashboard;

/// <summary>What a file would change, or what is wrong in it.</summary>
/// <param name="Error">Why nothing can be taken in; empty when it can.</param>
/// <param name="Rows">The first changes, in the file's order.</param>
/// <param name="More">Changes beyond those shown.</param>
/// <param name="File">The file in base 64, carried to the form that takes it in; empty when it must not be.</param>
public sealed record RosterPreviewModel(ShellModel Shell, string Error, string Summary, IReadOnlyList<RosterFaultRow> Faults, IReadOnlyList<RosterChangeRow> Rows, int More, string File)
{
    internal static RosterPreviewModel Of(ShellModel shell, RosterPlan plan, IReadOnlyList<RosterError> errors, string file, int most) => new(
        shell,
        errors.Count > 0 ? $"{Wording.Count(errors.Count, "fault", "faults")} in the file: nothing was changed." : "",
        errors.Count > 0 ? "What to mend" : $"{plan.Added} new, {plan.Changed} changed, {plan.Unchanged} as they are",
        [.. errors.Select(error => new RosterFaultRow(error.Line, error.Field, error.Message))],
        [.. plan.Changes.Take(most).Select(RosterChangeRow.Of)],
        Math.Max(0, plan.Changes.Length - most),
        plan.Changes.IsEmpty ? "" : file);

    internal static RosterPreviewModel Refused(ShellModel shell, string why) => new(shell, why, "Nothing was changed", [], [], 0, "");
}

/// <summary>What is wrong in which line.</summary>
public sealed record RosterFaultRow(int Line, string Field, string Message);

/// <summary>One person's change.</summary>
/// <param name="What">Such as <c>name: Ada → Ada Lovelace</c>.</param>
public sealed record RosterChangeRow(int Line, string Name, string Email, Badge Kind, string What)
{
    internal static RosterChangeRow Of(RosterChange change) => new(
        change.Line,
        change.After.Name,
        change.After.Email,
        change.Before is null ? new Badge("new", Tone.Good) : new Badge("changed", Tone.Info),
        change.Before is { } before ? string.Join("; ", Differences(before, change.After)) : string.Join(", ", Said(change.After)));

    private static IEnumerable<string> Said(RosterEntry entry)
    {
        var all = new[] { entry.Role == StaffRole.None ? "" : RosterLine.RoleOf(entry), string.Join(' ', entry.Tutorials.Items), entry.SeatGroup.Length > 0 ? $"group {entry.SeatGroup}" : "" };
        return all.Where(text => text.Length > 0);
    }

    private static IEnumerable<string> Differences(RosterEntry before, RosterEntry after)
    {
        var columns = new[]
        {
            ("name", before.Name, after.Name),
            ("role", RosterLine.RoleOf(before), RosterLine.RoleOf(after)),
            ("tutorials", string.Join(' ', before.Tutorials.Items), string.Join(' ', after.Tutorials.Items)),
            ("group", before.SeatGroup, after.SeatGroup),
        };
        return columns.Where(column => column.Item2 != column.Item3).Select(column => $"{column.Item1}: {Shown(column.Item2)} → {Shown(column.Item3)}");
    }

    private static string Shown(string text) => text.Length > 0 ? text : "none";
}
