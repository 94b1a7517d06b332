namespace Mux.Fleet;

/// <summary>How somebody came to the camp.</summary>
internal enum AttendeeOrigin
{
    /// <summary>With the access code, unannounced.</summary>
    WalkIn,

    /// <summary>On the list of people who were invited.</summary>
    Roster,

    /// <summary>One of those who run the camp.</summary>
    Staff,
}

/// <summary>Somebody who logged in to the camp.</summary>
/// <param name="NameKey">The name folded for comparison: one attendee per key.</param>
/// <param name="ResumeHash">Salted hash of the personal resume code; the code itself is shown once and not kept.</param>
/// <param name="Home">The attendee's files; the ship that serves them may change.</param>
/// <param name="LineNumber">Order of arrival in the waiting line; null when not waiting.</param>
/// <param name="Notice">What happened to the attendee's ship, in plain words, until the next thing happens; empty when nothing did.</param>
internal sealed record Attendee(AttendeeId Id, string Name, string NameKey, string ResumeHash, HomeId? Home, DateTimeOffset CreatedAt, long? LineNumber, string Notice)
{
    public AttendeeOrigin Origin { get; init; }

    /// <summary>A session's reserved seats are for this attendee.</summary>
    public bool HasReservedSeat => Origin != AttendeeOrigin.WalkIn;
}

/// <summary>A login: the key is the SHA-256 of the cookie's value, so that the store holds nothing that opens a door.</summary>
internal sealed record LoginSession(string Key, AttendeeId Attendee, DateTimeOffset ExpiresAt);
