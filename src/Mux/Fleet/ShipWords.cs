namespace Mux.Fleet;

/// <summary>What is said of a ship wherever ships are listed.</summary>
internal static class ShipWords
{
    /// <summary>No report for this long is a fault.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    /// <summary>Empty when nobody's.</summary>
    public static string NameOf(Ship ship, FleetSnapshot snapshot) => ship.Attendee is { } id ? snapshot.Attendees.GetValueOrDefault(id)?.Name ?? id.Value : "";

    /// <summary>The first thing worth saying; empty when there is none.</summary>
    public static string ReasonOf(Ship ship) =>
        ship.Vitals.Trouble.Length > 0 ? ship.Vitals.Trouble
        : ship.Reason.Length > 0 ? ship.Reason
        : ship.Tutorials.Values.FirstOrDefault(status => status.Reason.Length > 0) is { } status ? $"{status.Name}: {status.Reason}" : "";

    public static bool IsSilent(Ship ship, DateTimeOffset now) =>
        ship.Vitals.Link == ShipLink.Suspect || (ship.IsLive && ship.Vitals.LastReportAt is { } last && now - last > Silence);

    /// <summary>A tutorial that it shall serve failed, or is not healthy.</summary>
    public static bool HasFailed(Ship ship) => ship.IsLive && ship.Tutorials.Values.Any(status => status.Phase is TutorialPhase.Failed or TutorialPhase.Unhealthy && ship.Targets.ContainsKey(status.Name));

    public static bool NeedsAttention(Ship ship, DateTimeOffset now) =>
        ship.IsLive && (ship.Quarantined || ship.Vitals.Trouble.Length > 0 || IsSilent(ship, now) || HasFailed(ship));
}
