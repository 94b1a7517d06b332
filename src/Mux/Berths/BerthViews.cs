using Mux.Camp;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Berths;

/// <summary>
/// Makes what an attendee sees out of a snapshot. What is the same for all who wait is worked out once in a while for all, so that a thousand watchers cost little.
/// </summary>
internal sealed class BerthViews(CampDefinition camp, FleetStore store, TimeProvider time)
{
    private static readonly TimeSpan OldEnough = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FreshEnough = TimeSpan.FromMilliseconds(250);

    private readonly IReadOnlyList<TutorialView> unstarted = [.. camp.Tutorials.Select(TutorialWords.Unstarted)];
    private Room? room;

    public BerthView Of(Attendee attendee, FleetSnapshot snapshot)
    {
        var now = time.GetUtcNow();
        if (snapshot.ShipOf(attendee.Id) is { } ship)
        {
            var state = ship.Targets.Values.Any(target => ship.IsServing(store.Camp, target)) ? BerthState.Ready : BerthState.Moving;
            return new BerthView(state, null, null, [.. camp.Tutorials.Select(tutorial => TutorialWords.View(ship, tutorial, store.Camp) with { Update = UpdateOffer.Of(ship, tutorial.Name, snapshot) })], attendee.Notice)
            {
                DoorsOpen = snapshot.DoorsOpen,
                Clock = SessionClock.Of(snapshot, camp.Fleet.Linger, hasShip: true, now),
                Hand = HandView.Of(attendee.Id, snapshot, camp, now),
            };
        }

        var shared = RoomOf(snapshot, now);
        var position = snapshot.PositionOf(attendee.Id);
        var wait = position is { } place ? shared.Estimate.For(place) : null;
        return new BerthView(attendee.Home is null || position is null ? BerthState.Waiting : BerthState.Moving, position, wait?.Likely, unstarted, attendee.Notice)
        {
            EtaLateSeconds = wait?.Late,
            Waiting = snapshot.Line.Count,
            Booting = snapshot.Count(ShipState.Pending) + snapshot.Count(ShipState.Booting),
            DoorsOpen = snapshot.DoorsOpen,
            Clock = shared.Clock,
            Hand = HandView.Of(attendee.Id, snapshot, camp, now),
        };
    }

    /// <summary>The same for whom a snapshot still knows; null when the attendee is gone.</summary>
    public BerthView? Of(AttendeeId attendee, FleetSnapshot snapshot) => snapshot.Attendees.TryGetValue(attendee, out var who) ? Of(who, snapshot) : null;

    // An estimate looks at all ships: while reports pour in, one of a moment ago will do.
    private Room RoomOf(FleetSnapshot snapshot, DateTimeOffset now)
    {
        var known = Volatile.Read(ref room);
        if (known is not null && now - known.MadeAt < (known.Version == snapshot.Version ? OldEnough : FreshEnough) && ReferenceEquals(known.Sessions, snapshot.Sessions))
        {
            return known;
        }

        var made = new Room(snapshot.Version, now, snapshot.Sessions, WaitEstimate.Of(snapshot, camp.Fleet, now), SessionClock.Of(snapshot, camp.Fleet.Linger, hasShip: false, now));
        Volatile.Write(ref room, made);
        return made;
    }

    private sealed record Room(long Version, DateTimeOffset MadeAt, Timetable Sessions, WaitEstimate Estimate, SessionClock? Clock);
}
