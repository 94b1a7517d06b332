namespace Mux.Fleet;

/// <summary>Somebody who logged in to the camp.</summary>
/// <param name="NameKey">One attendee per key: the name folded for comparison, or a key of <see cref="AttendeeKey"/> for those who are known by more than a name.</param>
/// <param name="ResumeHash">Salted hash of the personal code, shown once and not kept; empty for those who prove themselves otherwise.</param>
/// <param name="Home">The attendee's files; the ship that serves them may change.</param>
/// <param name="LineNumber">Order of arrival in the waiting line; null when not waiting.</param>
/// <param name="Notice">What happened to the attendee's ship, in plain words, until the next thing happens; empty when nothing did.</param>
internal sealed record Attendee(AttendeeId Id, string Name, string NameKey, string ResumeHash, HomeId? Home, DateTimeOffset CreatedAt, long? LineNumber, string Notice)
{
    public AttendeeOrigin Origin { get; init; }

    /// <summary>A session's reserved seats are for this attendee.</summary>
    public bool HasReservedSeat => Origin is not (AttendeeOrigin.WalkIn or AttendeeOrigin.StandIn);

    /// <summary>Comes back from another browser by the personal code.</summary>
    public bool HasResumeCode => ResumeHash.Length > 0;

    /// <summary>Nobody: a rehearsal's. Takes no seat, stands in no line, and whatever it leaves is thrown away.</summary>
    public bool IsStandIn => Origin == AttendeeOrigin.StandIn;

    /// <summary>A stand-in has used its link, and wants a ship.</summary>
    public bool HasEntered { get; init; }

    /// <summary>Came by access code when the seats for walk-ins were taken: seated after everybody for whom a seat is kept.</summary>
    public bool OnStandBy { get; init; }

    /// <summary>Who vouches; null for those who came by access code.</summary>
    public PersonIdentity? Identity { get; init; }

    /// <summary>The roster's group, for seats kept together; empty: none.</summary>
    public string SeatGroup { get; init; } = "";
}

/// <summary>How an attendee came in.</summary>
internal enum AttendeeOrigin
{
    /// <summary>By the access code that everybody has.</summary>
    WalkIn,

    /// <summary>By a personal link of the roster.</summary>
    Roster,

    /// <summary>By an identity provider.</summary>
    Oidc,

    /// <summary>Organizer, helper or author.</summary>
    Staff,

    /// <summary>Made up by a rehearsal.</summary>
    StandIn,
}

/// <summary>A person as an issuer names it: never by name or e-mail, which change hands. For the roster the issuer is <c>roster</c>.</summary>
internal sealed record PersonIdentity(string Issuer, string Subject);

/// <summary>A login: the key is the SHA-256 of the cookie's value, so that the store holds nothing that opens a door.</summary>
internal sealed record LoginSession(string Key, AttendeeId Attendee, DateTimeOffset ExpiresAt)
{
    /// <summary>The provider that vouches for it; null when none does.</summary>
    public ProviderWord? Word { get; init; }
}
