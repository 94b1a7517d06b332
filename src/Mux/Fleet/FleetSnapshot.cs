using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>
/// All that the mux knows at one moment. Immutable and versioned: readers take it without a lock, the store alone publishes the next.
/// </summary>
internal sealed record FleetSnapshot
{
    public static readonly FleetSnapshot Empty = new();

    /// <summary>The camp's name: part of every home's volume name.</summary>
    public string Camp { get; init; } = "";

    /// <summary>Rises with every change.</summary>
    public long Version { get; init; }

    public ImmutableDictionary<ShipId, Ship> Ships { get; init; } = ImmutableDictionary<ShipId, Ship>.Empty;

    public ImmutableDictionary<AttendeeId, Attendee> Attendees { get; init; } = ImmutableDictionary<AttendeeId, Attendee>.Empty;

    /// <summary>Attendees by <see cref="Attendee.NameKey"/>.</summary>
    public ImmutableDictionary<string, AttendeeId> Names { get; init; } = ImmutableDictionary.Create<string, AttendeeId>(StringComparer.Ordinal);

    /// <summary>The live ship of an attendee: at most one each way.</summary>
    public ImmutableDictionary<AttendeeId, ShipId> Berths { get; init; } = ImmutableDictionary<AttendeeId, ShipId>.Empty;

    /// <summary>Who waits, in order of arrival.</summary>
    public ImmutableSortedDictionary<long, AttendeeId> Line { get; init; } = ImmutableSortedDictionary<long, AttendeeId>.Empty;

    /// <summary>Logins by the hash of their cookie.</summary>
    public ImmutableDictionary<string, LoginSession> Logins { get; init; } = ImmutableDictionary.Create<string, LoginSession>(StringComparer.Ordinal);

    /// <summary>By tutorial: the image that new ships get.</summary>
    public ImmutableSortedDictionary<string, TutorialTarget> Targets { get; init; } = ImmutableSortedDictionary<string, TutorialTarget>.Empty;

    /// <summary>By id.</summary>
    public ImmutableDictionary<RolloutId, Rollout> Rollouts { get; init; } = ImmutableDictionary<RolloutId, Rollout>.Empty;

    /// <summary>Orders to the provider whose answer is out.</summary>
    public ImmutableDictionary<BatchId, LaunchBatch> Batches { get; init; } = ImmutableDictionary<BatchId, LaunchBatch>.Empty;

    public LaunchBoard Board { get; init; } = LaunchBoard.Clear;

    /// <summary>The provider's machines when it was last asked; null when it could not be.</summary>
    public MachineLook? Look { get; init; }

    /// <summary>Why it could not be, for people; empty when it could.</summary>
    public string LookTrouble { get; init; } = "";

    /// <summary>By machine type: hours of machines whose ships are forgotten.</summary>
    public ImmutableSortedDictionary<string, double> MachineHours { get; init; } = ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

    /// <summary>Ships that the organizer wants.</summary>
    public int Goal { get; init; }

    /// <summary>Once enough ships were available the doors stay open.</summary>
    public bool DoorsOpen { get; init; }

    /// <summary>The ship of an attendee; null while waiting.</summary>
    public Ship? ShipOf(AttendeeId attendee) => Berths.TryGetValue(attendee, out var id) && Ships.TryGetValue(id, out var ship) ? ship : null;

    /// <summary>1 for the first in line; null when not waiting.</summary>
    public int? PositionOf(AttendeeId attendee) =>
        Attendees.TryGetValue(attendee, out var who) && who.LineNumber is { } number ? Line.Keys.TakeWhile(key => key <= number).Count() : null;

    /// <summary>A machine for the ship has been ordered, and it is not known yet what came of it.</summary>
    public bool IsOrdered(Ship ship) => ship.Batch is { } batch && Batches.ContainsKey(batch);

    public int Count(ShipState state) => Ships.Values.Count(ship => ship.State == state);
}
