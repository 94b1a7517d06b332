using System.Diagnostics;
using System.Globalization;
using System.Text;
using Mux.Berths;
using Mux.Camp;
using Mux.Dashboard;
using Mux.Fleet;
using Mux.Store;

namespace Bench.Plan;

/// <summary>What the pure parts cost on a large fleet: a whole pass, and what is asked once for every login, report and watcher. In-process, one thread.</summary>
internal sealed class PlanBench(int ships)
{
    private readonly FleetSnapshot fleet = LargeFleet.Of(ships);
    private readonly DateTimeOffset now = LargeFleet.Noon;
    private readonly FleetGoals goals = new(MaxBooting: 4096, BootTimeout: TimeSpan.FromHours(2), LostAfter: TimeSpan.FromSeconds(30), ["t1"]);
    private readonly SessionGoals sessions = new(ships + 1000, 0, 0, 4096, 1, TimeSpan.FromMinutes(5), null, TimeSpan.FromHours(2));
    private readonly LaunchTerms terms = new(["here"], MaxBatch: 100);
    private readonly FleetDefinition definition = new() { MaxShips = ships + 1000, MaxBooting = 4096 };
    private readonly HashSet<ShipId> alive = [.. LargeFleet.Of(ships).Ships.Keys];
    private readonly StringBuilder table = new();

    /// <returns>Markdown.</returns>
    public string Run()
    {
        table.AppendLine(CultureInfo.InvariantCulture, $"| {ships} ships, {LargeFleet.Waiting} in line | median | p99 | target |").AppendLine("|---|---|---|---|");
        Row("a pass over a new snapshot: sessions, fleet and launches planned", "< 50 ms", 200, Pass);
        Row("– of it, the sessions' part", "", 1000, () => SessionPlanner.Decide(fleet, sessions, now).Goal);
        Row("– the same after the closing, with every ship in use looked at for idleness", "", 200, () => SessionPlanner.Decide(fleet, sessions, now.AddHours(6)).Releases.Length);
        Row("estimates for everybody in line", "", 200, () => WaitEstimate.Of(fleet, definition, now).GetHashCode());
        Row("is there something new for the dashboard", "", 200, () => FleetPulse.Fingerprint(fleet));
        table.AppendLine().AppendLine("Asked for every login, report or watcher; beside it the look at all ships that it was before:").AppendLine();
        table.AppendLine("| | kept index | look at all |").AppendLine("|---|---|---|");
        var last = LargeFleet.Somebody(LargeFleet.Waiting - 1);
        Pair("the next free ship", () => fleet.Index.Free[0].Ship.Length, () => Scan.NextFree(fleet)!.Id.Value.Length);
        Pair("ships in a state", () => fleet.Count(ShipState.Available), () => Scan.Count(fleet, ShipState.Available));
        Pair("the position of the last in line", () => fleet.PositionOf(last.Id)!.Value, () => Scan.PositionOf(fleet, last.LineNumber!.Value));
        Pair("a report taken, and the line looked at", () => Report(advance: true), () => Report(advance: false) + (Scan.NextFree(fleet) is null ? 0 : 1) + Scan.Count(fleet, ShipState.Running));
        return table.ToString();
    }

    private int Pass()
    {
        var snapshot = fleet.With(fleet.Ships[new ShipId("s-0000000001")]);
        return SessionPlanner.Decide(snapshot, sessions, now).Goal + FleetPlanner.Decide(snapshot, goals, alive, now).Length + LaunchPlanner.Decide(snapshot, terms, now).Length;
    }

    private int Report(bool advance)
    {
        var draft = new StoreDraft(fleet, new StoreOptions(LargeFleet.Camp, "", 1), now);
        draft.Apply(new ShipId("s-0000000001"), new ShipEvent.Used());
        if (advance)
        {
            WaitingLine.Advance(draft, 1);
        }

        return draft.Rows.Count;
    }

    private void Row(string what, string target, int rounds, Func<int> work)
    {
        var times = Measure(rounds, work);
        table.AppendLine(CultureInfo.InvariantCulture, $"| {what} | {Text(times[times.Length / 2])} | {Text(times[times.Length * 99 / 100])} | {target} |");
    }

    private void Pair(string what, Func<int> index, Func<int> scan) => table.AppendLine(
        CultureInfo.InvariantCulture, $"| {what} | {Text(Each(index, 20_000))} | {Text(Each(scan, 200))} |");

    private static double[] Measure(int rounds, Func<int> work)
    {
        for (var i = 0; i < 30; i++)
        {
            work();
        }

        var times = new double[rounds];
        for (var i = 0; i < rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            work();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return times;
    }

    private static double Each(Func<int> work, int rounds)
    {
        for (var i = 0; i < rounds / 4; i++)
        {
            work();
        }

        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < rounds; i++)
        {
            work();
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / rounds;
    }

    private static string Text(double milliseconds) => milliseconds < 0.1
        ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds * 1000:0.00} µs")
        : string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.00} ms");
}
