namespace Mux.Fleet;

/// <summary>What opens a session's doors.</summary>
internal enum DoorsRule
{
    /// <summary>The clock, at the opening.</summary>
    Time,

    /// <summary>Enough available ships, from <see cref="CampSession.WarmBy"/> on.</summary>
    Ready,

    /// <summary>An organizer.</summary>
    Hand,
}

/// <summary>A window of the camp with a number of seats. Its fleet is warm before it opens, and is not made smaller before it closes.</summary>
internal sealed record CampSession(string Name, DateTimeOffset Opens, DateTimeOffset Closes)
{
    public string Title { get; init; } = Name;

    /// <summary>IANA name of the zone in which people read its times.</summary>
    public string Zone { get; init; } = "Etc/UTC";

    /// <summary>Attendees that are expected.</summary>
    public int Seats { get; init; }

    /// <summary>Ships beyond those for the seats.</summary>
    public int Spare { get; init; }

    /// <summary>Of a hundred seats, how many are expected to stay empty.</summary>
    public int NoShows { get; init; }

    /// <summary>When <see cref="Wanted"/> ships shall be available; not after the opening.</summary>
    public DateTimeOffset WarmBy { get; init; } = Opens;

    public DoorsRule Doors { get; init; }

    /// <summary>Seats kept for those who were invited, and for staff.</summary>
    public int Reserved { get; init; }

    /// <summary>From then on seats that nobody claimed are anybody's.</summary>
    public DateTimeOffset ReservedUntil { get; init; } = Opens;

    /// <summary>In order of their beginnings, inside the session, none over another.</summary>
    public EquatableList<SessionBreak> Breaks { get; init; } = EquatableList<SessionBreak>.Empty;

    /// <summary>Ships for the seats that will be taken, and the spare ones.</summary>
    public int Wanted => (((Seats * (100 - NoShows)) + 99) / 100) + Spare;

    public bool IsOpenAt(DateTimeOffset now) => Opens <= now && now < Closes;
}

/// <summary>An organizer's word on the doors; it stands until the next session closes.</summary>
internal sealed record DoorsOrder(bool Open, DateTimeOffset At);
