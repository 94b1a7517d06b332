namespace Mux.Fleet;

/// <summary>Somebody who is expected. Known by the address: the same address in a later file is the same person.</summary>
internal sealed record RosterEntry(RosterId Id, string Name, string Email, DateTimeOffset AddedAt)
{
    /// <summary>Of <see cref="PersonIdentity"/>.</summary>
    public const string Issuer = "roster";

    /// <summary>None: an attendee.</summary>
    public StaffRole Role { get; init; }

    /// <summary>An author's own.</summary>
    public EquatableList<string> Tutorials { get; init; } = EquatableList<string>.Empty;

    public string SeatGroup { get; init; } = "";

    public PersonalLink? Link { get; init; }

    public DateTimeOffset? MailedAt { get; init; }

    /// <summary>Why the last mail was not taken; empty when it was, or none was sent.</summary>
    public string MailTrouble { get; init; } = "";

    public PersonIdentity Identity => new(Issuer, Id.Value);

    public bool HasUsedLink => Link?.UsedAt is not null;
}

/// <summary>A link that logs its holder in once.</summary>
/// <param name="Key">SHA-256 of the secret in it, which was shown to the person alone.</param>
internal sealed record PersonalLink(string Key, DateTimeOffset ExpiresAt, DateTimeOffset? UsedAt);

/// <summary>Opaque random name of somebody on the roster.</summary>
internal readonly record struct RosterId(string Value)
{
    public static RosterId New() => new("p-" + RandomName.Of(8));

    public override string ToString() => Value;
}
