using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>A place in the waiting line. <paramref name="Number"/> is the order of arrival: the lower goes first.</summary>
internal readonly record struct LinePlace(long Number, AttendeeId Attendee) : IComparable<LinePlace>
{
    public int CompareTo(LinePlace other) => Number.CompareTo(other.Number);
}

/// <summary>Who waits, in order of arrival. Immutable; a position is found without a walk along the line.</summary>
internal sealed class WaitingList
{
    public static readonly WaitingList Empty = new([], []);

    private readonly ImmutableSortedSet<LinePlace> places;
    private readonly ImmutableSortedSet<LinePlace> reserved;

    private WaitingList(ImmutableSortedSet<LinePlace> places, ImmutableSortedSet<LinePlace> reserved) => (this.places, this.reserved) = (places, reserved);

    public int Count => places.Count;

    /// <summary>Of them, those for whom seats are reserved.</summary>
    public int ReservedCount => reserved.Count;

    public bool IsEmpty => places.IsEmpty;

    public LinePlace First => places[0];

    /// <summary>The last number in use below <paramref name="limit"/>, at least <paramref name="floor"/>.</summary>
    public long LastBelow(long limit, long floor)
    {
        var index = places.IndexOf(new LinePlace(limit, default));
        var after = index < 0 ? ~index : index;
        return after == 0 ? floor : Math.Max(floor, places[after - 1].Number);
    }

    /// <summary>The first for whom seats are reserved; null when nobody of that kind waits.</summary>
    public LinePlace? FirstReserved => reserved.IsEmpty ? null : reserved[0];

    public IEnumerable<long> Numbers => places.Select(place => place.Number);

    public IEnumerable<AttendeeId> Values => places.Select(place => place.Attendee);

    public static WaitingList Of(IEnumerable<Attendee> attendees)
    {
        var waiting = attendees.Where(attendee => attendee.LineNumber is not null).ToList();
        return new WaitingList([.. waiting.Select(Place)], [.. waiting.Where(attendee => attendee.HasReservedSeat).Select(Place)]);
    }

    /// <summary>Takes the attendee out, or in, or to another place.</summary>
    public WaitingList With(Attendee? before, Attendee after)
    {
        if (before?.LineNumber == after.LineNumber && before?.HasReservedSeat == after.HasReservedSeat)
        {
            return this;
        }

        var (all, kept) = before?.LineNumber is null ? (places, reserved) : (places.Remove(Place(before)), reserved.Remove(Place(before)));
        return after.LineNumber is null
            ? new WaitingList(all, kept)
            : new WaitingList(all.Add(Place(after)), after.HasReservedSeat ? kept.Add(Place(after)) : kept);
    }

    /// <summary>1 for the first in line.</summary>
    public int PositionOf(long number) => places.IndexOf(new LinePlace(number, default)) + 1;

    private static LinePlace Place(Attendee attendee) => new(attendee.LineNumber!.Value, attendee.Id);
}
