namespace Mux.Fleet;

/// <summary>
/// Whether anybody works on a ship: what the attendee sends and what kernels do count; an open tab that asks for news and keeps its connection alive does not.
/// </summary>
internal static class Idleness
{
    /// <summary>Since when nobody works on it; null while a kernel is busy, or while nobody can tell since its agent is silent.</summary>
    public static DateTimeOffset? IdleSince(Ship ship)
    {
        var vitals = ship.Vitals;
        return vitals.Link != ShipLink.Connected || vitals.LastReportAt is null || vitals.Tutorials.Any(tutorial => tutorial.BusyKernels > 0)
            ? null
            : vitals.Tutorials.Select(tutorial => tutorial.LastActivity).Append(vitals.UsedAt).Append(vitals.LinkSince).Append(ship.StateSince).Max();
    }

    /// <summary>Why a ship in use shall be given back, for its attendee; null when it shall stay.</summary>
    /// <param name="closed">When the last session closed; null when there was none.</param>
    public static string? WhyRelease(Ship ship, DateTimeOffset? closed, TimeSpan patience, TimeSpan linger, DateTimeOffset now)
    {
        if (closed is { } end && now - end >= linger && ship.StateSince < end)
        {
            return "the session has been over for a while";
        }

        return IdleSince(ship) is { } since && now - Later(since, closed) >= patience ? "nobody was working on it" : null;
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset? b) => b > a ? b.Value : a;
}
