using System.Diagnostics;
using System.Diagnostics.Metrics;
using Mux.Fleet;

namespace Mux.Metrics;

/// <summary>What can be read off a snapshot at the moment somebody looks, and the process itself.</summary>
internal static class FleetGauges
{
    public static void AddTo(Meter meter, Func<FleetSnapshot> snapshot)
    {
        meter.CreateObservableGauge("mux.ships", () => Ships(snapshot()), description: "Ships by state.");
        meter.CreateObservableGauge("mux.ships.connected", () => (long)snapshot().Ships.Values.Count(ship => ship.IsLive && ship.Vitals.Link == ShipLink.Connected), description: "Ships whose control stream is open.");
        meter.CreateObservableGauge("mux.ships.goal", () => (long)Math.Max(0, snapshot().Goal), description: "Ships wanted.");
        meter.CreateObservableGauge("mux.attendees", () => (long)snapshot().People.Count(), description: "Attendees who logged in at least once.");
        meter.CreateObservableGauge("mux.attendees.waiting", () => (long)snapshot().Line.Count, description: "Attendees in the waiting line.");
        meter.CreateObservableGauge("mux.doors.open", () => snapshot().DoorsOpen ? 1L : 0L, description: "1 once the doors have opened.");
        meter.CreateObservableGauge("mux.rollouts.running", () => (long)snapshot().Rollouts.Values.Count(rollout => rollout.State == RolloutState.Running), description: "Rollouts under way.");
        meter.CreateObservableGauge("process.resident.memory", () => Environment.WorkingSet, "By", "Resident memory of the mux.");
        meter.CreateObservableCounter("process.cpu", ProcessorSeconds, "s", "Processor time that the mux used.");
        meter.CreateObservableGauge("process.start.time", () => StartTime, "s", "When the mux started, since the Unix epoch.");
    }

    private static double StartTime { get; } = ReadStartTime();

    private static IEnumerable<Measurement<long>> Ships(FleetSnapshot snapshot)
    {
        var counts = snapshot.Ships.Values.CountBy(ship => ship.State).ToDictionary();
        return Enum.GetValues<ShipState>().Select(state => new Measurement<long>(
            counts.GetValueOrDefault(state), new KeyValuePair<string, object?>("state", state.ToString().ToLowerInvariant())));
    }

    private static double ProcessorSeconds()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }

    private static double ReadStartTime()
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0;
    }
}
