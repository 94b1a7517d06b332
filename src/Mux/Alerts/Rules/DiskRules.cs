using Mux.Fleet;

namespace Mux.Alerts.Rules;

/// <summary>Disks that are nearly full. A disk that was once too full must have clearly more room before it is well.</summary>
internal static class DiskRules
{
    private const long GiB = 1L << 30;

    public static IEnumerable<AlertFinding> Find(FleetSnapshot snapshot, AlertFacts facts)
    {
        if (facts.MuxDisk is { } disk && Judge(disk, GiB) is { } own)
        {
            var text = $"The disk of MUX_DATA has {AlertWords.Bytes(disk.Free)} of {AlertWords.Bytes(disk.Total)} left";
            yield return new AlertFinding(AlertKind.MuxDisk, "MUX_DATA", own == Fullness.Full && disk.Free < GiB ? Severity.Bad : Severity.Warning, text, "Make room: without, nobody can log in and no home is copied. Old logs and images on that disk are a good start.")
            {
                Raises = own == Fullness.Full,
            };
        }

        var full = snapshot.ShipList.Where(ship => ship is { IsLive: true, Vitals: { DiskFreeBytes: > 0, Link: ShipLink.Connected } })
            .Select(ship => (Ship: ship, How: Judge(new DiskSpace(ship.Vitals.DiskFreeBytes, ship.Vitals.DiskFreeBytes + ship.Vitals.DiskUsedBytes), GiB / 2)))
            .Where(pair => pair.How is not null).OrderBy(pair => pair.Ship.Vitals.DiskFreeBytes).ThenBy(pair => pair.Ship.Id.Value, StringComparer.Ordinal).ToList();
        if (full.Count > 0)
        {
            var worst = full[0].Ship;
            yield return new AlertFinding(
                AlertKind.ShipDisk, "ships", Severity.Warning, $"{AlertWords.Count(full.Count, "ship has", "ships have")} little disk left: {worst.Id} has {AlertWords.Bytes(worst.Vitals.DiskFreeBytes)}",
                "Saving fails soon: ask the attendee to remove what is large, or replace the ship (saved files come along); give ships a larger disk.")
            {
                Ship = worst.Id,
                Raises = full.Exists(pair => pair.How == Fullness.Full),
            };
        }
    }

    /// <param name="least">Bytes that must be free whatever the size.</param>
    private static Fullness? Judge(DiskSpace disk, long least) =>
        IsBelow(disk, least, 0.05) ? Fullness.Full : IsBelow(disk, 2 * least, 0.08) ? Fullness.Nearly : null;

    // Five of a hundred of a very large disk are still room enough.
    private static bool IsBelow(DiskSpace disk, long least, double share) => disk.Free < least || (disk.Free < 10 * least && disk.Free < disk.Total * share);

    private enum Fullness
    {
        Nearly,
        Full,
    }
}
