using Mux.Fleet;
using Mux.Pages;

namespace Mux.Dashboard;

/// <summary>One ship in full.</summary>
/// <param name="Facts">Name and value, in the order to read them.</param>
/// <param name="Log">What was asked for with <c>?log=</c>; null when nothing was.</param>
/// <param name="EndWarning">What terminating it does, for the confirmation; empty when it has ended already.</param>
public sealed record ShipPageModel(
    ShellModel Shell, string Id, Badge State, Badge Link, string Reason, IReadOnlyList<Fact> Facts, IReadOnlyList<ShipTutorialModel> Tutorials, LogModel? Log, string EndWarning)
{
    internal static ShipPageModel Of(ShellModel shell, Ship ship, FleetSnapshot snapshot, LogModel? log, DateTimeOffset now)
    {
        var name = ShipWords.NameOf(ship, snapshot);
        return new ShipPageModel(
            shell,
            ship.Id.Value,
            ship.Quarantined ? new Badge("quarantined", Tone.Bad) : ship.State.Badge(),
            ship.Vitals.Link.Badge(),
            ship.Vitals.Trouble.Length > 0 ? ship.Vitals.Trouble : ship.Reason,
            [.. FactsOf(ship, name, now)],
            [.. ship.Targets.Values.Select(target => ShipTutorialModel.Of(ship, target, now))],
            log,
            !ship.IsLive ? "" : name.Length > 0
                ? $"{name} loses what is not saved, and gets the next free ship with the saved files."
                : "Nobody works on it. Another is launched while the goal wants it.");
    }

    private static IEnumerable<Fact> FactsOf(Ship ship, string name, DateTimeOffset now)
    {
        var vitals = ship.Vitals;
        yield return new Fact("Attendee", name.Length > 0 ? name : "nobody");
        yield return new Fact("In this state", $"for {Wording.Span(now - ship.StateSince)}");
        yield return new Fact("Made", Wording.Ago(ship.CreatedAt, now));
        yield return new Fact("Last report", Wording.Ago(vitals.LastReportAt, now));
        yield return new Fact("Spec", $"generation {ship.Generation}, its agent has {vitals.SeenGeneration}");
        yield return new Fact("Machine", $"{ship.ProviderId ?? "not yet"} {ship.Block}".TrimEnd());
        if (vitals.MemoryLimitBytes > 0)
        {
            yield return new Fact("Uses", $"{vitals.CpuPercent:0} % of a core, {Wording.Bytes(vitals.MemoryBytes)} of {Wording.Bytes(vitals.MemoryLimitBytes)}");
            yield return new Fact("Disk free", Wording.Bytes(vitals.DiskFreeBytes));
        }

        if (!ship.IsLive)
        {
            yield return new Fact("Ended because", $"{ship.Cause}; the machine is {(ship.Reclaimed ? "gone" : "being taken down")}");
        }
    }
}

public sealed record Fact(string Name, string Value);

/// <summary>A tutorial on one ship.</summary>
/// <param name="Failure">Exit code and reason; empty when nothing failed.</param>
/// <param name="LogTail">Last lines of a container that failed.</param>
public sealed record ShipTutorialModel(
    string Name, Badge Phase, int? PullPercent, string Running, string Target, string Activity, string Failure, string LogTail, IReadOnlyList<string> Conflicts)
{
    internal static ShipTutorialModel Of(Ship ship, TutorialTarget target, DateTimeOffset now)
    {
        var chip = TutorialChip.Of(ship, target);
        var status = ship.Tutorials.GetValueOrDefault(target.Tutorial) ?? new TutorialStatus(target.Tutorial);
        var vitals = ship.Vitals.Tutorials.FirstOrDefault(one => one.Name == target.Tutorial);
        var failed = status.Phase is TutorialPhase.Failed or TutorialPhase.Unhealthy;
        return new ShipTutorialModel(
            target.Tutorial,
            chip.Badge,
            chip.PullPercent,
            chip.Digest,
            chip.Behind || status.RunningDigest.Length == 0 ? Wording.Digest(target.Digest) : "",
            ActivityOf(vitals, status.Restarts, now),
            failed ? $"{(status.Reason.Length > 0 ? status.Reason : "no reason given")}{(status.Phase == TutorialPhase.Failed ? $" (exit code {status.ExitCode})" : "")}" : "",
            failed ? status.LogTail : "",
            status.Conflicts.Items);
    }

    private static string ActivityOf(TutorialVitals? vitals, int restarts, DateTimeOffset now) => string.Join(", ", new[]
    {
        vitals is null ? "" : $"{Wording.Count(vitals.Kernels, "kernel", "kernels")}, {vitals.BusyKernels} busy, {Wording.Count(vitals.Connections, "connection", "connections")}",
        vitals?.LastActivity is { } last ? $"active {Wording.Ago(last, now)}" : "",
        restarts > 0 ? $"restarted {Wording.Count(restarts, "time", "times")}" : "",
    }.Where(part => part.Length > 0));
}

/// <summary>A log tail, or why there is none.</summary>
public sealed record LogModel(string Tutorial, string Text, string Error);
