namespace Mux.Fleet;

/// <summary>Ships whose machines the cloud takes back, at two minutes' notice.</summary>
internal static class Interruptions
{
    /// <summary>An attendee is aboard another ship before the machine goes.</summary>
    private static readonly TimeSpan LeaveBefore = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Those to be left now: the ones that nobody uses, as many of the others as there are ships to move to, and all that are about to go.
    /// </summary>
    public static IReadOnlySet<ShipId> Leaving(FleetSnapshot snapshot, DateTimeOffset now)
    {
        var warned = snapshot.Ships.Values.Where(ship => ship is { IsLive: true, Vitals.InterruptedAt: not null }).OrderBy(ship => ship.Vitals.InterruptedAt).ToList();
        if (warned.Count == 0)
        {
            return new HashSet<ShipId>();
        }

        var room = snapshot.Ships.Values.Count(ship => ship is { State: ShipState.Available, Quarantined: false, Vitals.InterruptedAt: null });
        return warned.Where(ship => ship.Attendee is null)
            .Concat(warned.Where(ship => ship.Attendee is not null).Take(room))
            .Concat(warned.Where(ship => ship.Vitals.InterruptedAt - now < LeaveBefore))
            .Select(ship => ship.Id).ToHashSet();
    }
}
