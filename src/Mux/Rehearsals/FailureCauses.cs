using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Mux.Fleet;

namespace Mux.Rehearsals;

/// <summary>One thing that went wrong.</summary>
/// <param name="Step">Where: one of <see cref="FailureSteps"/>.</param>
/// <param name="Ship">Empty when it is not known, or has to do with none.</param>
internal sealed record Failure(string Step, string Cause, string Ship = "");

/// <summary>Where something can go wrong, as people read it.</summary>
internal static class FailureSteps
{
    public const string Launch = "launch";
    public const string Login = "login";
    public const string Ship = "getting a ship";
    public const string Notebook = "notebook page";
    public const string Cell = "running a cell";
    public const string Deploy = "deploy";
    public const string Rollback = "rollback";
    public const string Rehearsal = "rehearsal";
}

/// <summary>Many failures told as few causes, so that an organizer reads what to mend, and on how many of how many. Pure.</summary>
internal static partial class FailureCauses
{
    private const int LongestCause = 240;
    private const int ExamplesEach = 3;

    /// <param name="outOf">By step: how many could have failed.</param>
    public static ImmutableArray<FailureCause> Count(IEnumerable<Failure> failures, Func<string, int> outOf) =>
    [
        .. failures.GroupBy(failure => (failure.Step, Cause: Common(failure)))
            .Select(group => new FailureCause(
                group.Key.Step, group.Key.Cause, group.Count(), Math.Max(group.Count(), outOf(group.Key.Step)),
                [.. group.Select(failure => failure.Ship).Where(ship => ship.Length > 0).Distinct().Order(StringComparer.Ordinal).Take(ExamplesEach)]))
            .OrderByDescending(cause => cause.Count).ThenBy(cause => cause.Step, StringComparer.Ordinal).ThenBy(cause => cause.Cause, StringComparer.Ordinal),
    ];

    // What is one ship's alone would make a cause of its own out of each failure.
    private static string Common(Failure failure)
    {
        var line = string.Concat(Names().Replace(failure.Cause, "the ship").Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length == 0 ? "no reason was given" : line.Length <= LongestCause ? line : line[..LongestCause] + "…";
    }

    [GeneratedRegex("(the )?(ship )?s-[2-9b-z]{10}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex Names();
}
