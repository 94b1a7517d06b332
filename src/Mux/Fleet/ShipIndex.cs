using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>A ship that may be given out; the one that has been ready longest comes first: it has proved itself longest.</summary>
internal readonly record struct FreeShip(DateTimeOffset Since, string Ship) : IComparable<FreeShip>
{
    public int CompareTo(FreeShip other) => Since.CompareTo(other.Since) is not 0 and var order ? order : string.CompareOrdinal(Ship, other.Ship);
}

/// <summary>
/// What would otherwise need a look at every ship, kept beside them: a login asks for it, and so does every report. Immutable; a ship that changes makes the next.
/// </summary>
internal sealed class ShipIndex
{
    private static readonly ShipIndex Empty = new([.. new int[Enum.GetValues<ShipState>().Length]], 0, []);

    private readonly ImmutableArray<int> states;

    private ShipIndex(ImmutableArray<int> states, int counted, ImmutableSortedSet<FreeShip> free) => (this.states, Counted, Free) = (states, counted, free);

    /// <summary>Ships that live and are not quarantined: those that count towards the goal.</summary>
    public int Counted { get; }

    /// <summary>Available, in sight and not quarantined.</summary>
    public ImmutableSortedSet<FreeShip> Free { get; }

    public static ShipIndex Of(IEnumerable<Ship> ships)
    {
        var states = Empty.states.ToBuilder();
        var counted = 0;
        var free = ImmutableSortedSet.CreateBuilder<FreeShip>();
        foreach (var ship in ships)
        {
            states[(int)ship.State]++;
            counted += Counts(ship);
            if (IsFree(ship))
            {
                free.Add(Place(ship));
            }
        }

        return new ShipIndex(states.MoveToImmutable(), counted, free.ToImmutable());
    }

    public int Count(ShipState state) => states[(int)state];

    /// <param name="before">Null for a new ship.</param>
    /// <param name="after">Null for one that is forgotten.</param>
    public ShipIndex With(Ship? before, Ship? after)
    {
        var left = before is not null && IsFree(before) ? Place(before) : (FreeShip?)null;
        var came = after is not null && IsFree(after) ? Place(after) : (FreeShip?)null;
        if (before?.State == after?.State && left == came && Counts(before) == Counts(after))
        {
            return this;
        }

        var next = left == came ? Free : left is { } gone ? Free.Remove(gone) : Free;
        return new ShipIndex(Moved(before, after), Counted - Counts(before) + Counts(after), left != came && came is { } fresh ? next.Add(fresh) : next);
    }

    private ImmutableArray<int> Moved(Ship? before, Ship? after)
    {
        if (before?.State == after?.State)
        {
            return states;
        }

        var next = states.ToBuilder();
        if (before is not null)
        {
            next[(int)before.State]--;
        }

        if (after is not null)
        {
            next[(int)after.State]++;
        }

        return next.MoveToImmutable();
    }

    private static int Counts(Ship? ship) => ship is { IsLive: true, Quarantined: false } ? 1 : 0;

    private static bool IsFree(Ship ship) => ship is { State: ShipState.Available, Quarantined: false, Vitals: { Link: ShipLink.Connected, InterruptedAt: null } };

    private static FreeShip Place(Ship ship) => new(ship.StateSince, ship.Id.Value);
}
