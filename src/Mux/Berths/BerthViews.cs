using Mux.Camp;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Berths;

/// <summary>
/// Makes what an attendee sees out of a snapshot. What is the same for all who wait is worked out once per snapshot, so that a thousand watchers cost little.
/// </summary>
internal sealed class BerthViews(CampDefinition camp, FleetStore store, TimeProvider time)
{
    private static readonly TimeSpan RoomAge = TimeSpan.FromSeconds(1);

    private Room room = Room.None;

    public BerthView Of(Attendee attendee, FleetSnapshot snapshot)
    {
        if (snapshot.ShipOf(attendee.Id) is { } ship)
        {
            var state = ship.Targets.Values.Any(target => ship.IsServing(store.Camp, target)) ? BerthState.Ready : BerthState.Moving;
            return new BerthView(state, null, null, [.. camp.Tutorials.Select(tutorial => TutorialWords.View(ship, tutorial, store.Camp) with { Update = UpdateOffer.Of(ship, tutorial.Name, snapshot) })], attendee.Notice) { DoorsOpen = snapshot.DoorsOpen };
        }

        var line = RoomOf(snapshot);
        int? position = line.Positions.TryGetValue(attendee.Id, out var place) ? place : null;
        return new BerthView(
            attendee.Home is null ? BerthState.Waiting : BerthState.Moving,
            position,
            position is null ? null : line.Estimate.SecondsFor(place),
            [.. camp.Tutorials.Select(TutorialWords.Unstarted)],
            attendee.Notice)
        {
            Waiting = snapshot.Line.Count,
            Booting = line.Booting,
            DoorsOpen = snapshot.DoorsOpen,
        };
    }

    /// <summary>The same for whom a snapshot still knows; null when the attendee is gone.</summary>
    public BerthView? Of(AttendeeId attendee, FleetSnapshot snapshot) => snapshot.Attendees.TryGetValue(attendee, out var who) ? Of(who, snapshot) : null;

    private Room RoomOf(FleetSnapshot snapshot)
    {
        var known = Volatile.Read(ref room);
        var now = time.GetUtcNow();
        if (known.Version == snapshot.Version && now - known.MadeAt < RoomAge)
        {
            return known;
        }

        var booting = snapshot.Ships.Values.Count(ship => ship.State is ShipState.Pending or ShipState.Booting);
        var positions = ReferenceEquals(known.Line, snapshot.Line) ? known.Positions : Positions(snapshot);
        var made = new Room(snapshot.Version, now, snapshot.Line, positions, WaitEstimate.Of(snapshot, camp.Fleet, now), booting);
        Volatile.Write(ref room, made);
        return made;
    }

    private static Dictionary<AttendeeId, int> Positions(FleetSnapshot snapshot)
    {
        var positions = new Dictionary<AttendeeId, int>(snapshot.Line.Count);
        foreach (var id in snapshot.Line.Values)
        {
            positions[id] = positions.Count + 1;
        }

        return positions;
    }

    private sealed record Room(long Version, DateTimeOffset MadeAt, object? Line, Dictionary<AttendeeId, int> Positions, WaitEstimate Estimate, int Booting)
    {
        public static readonly Room None = new(-1, DateTimeOffset.MinValue, null, [], WaitEstimate.Of(FleetSnapshot.Empty, new FleetDefinition(), DateTimeOffset.MinValue), 0);
    }
}
