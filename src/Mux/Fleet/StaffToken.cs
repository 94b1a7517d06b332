namespace Mux.Fleet;

/// <summary>A token that somebody of the staff uses with the API or the dashboard. The token itself was shown once; the store holds its hash.</summary>
/// <param name="Key">SHA-256 of the token.</param>
/// <param name="Staff">Who uses it, and for what it is good.</param>
internal sealed record StaffToken(StaffTokenId Id, string Key, Staff Staff, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, string CreatedBy);

/// <summary>Opaque random name of a token; says nothing about it.</summary>
internal readonly record struct StaffTokenId(string Value)
{
    public static StaffTokenId New() => new("t-" + RandomName.Of(8));

    public override string ToString() => Value;
}
