namespace Mux.Fleet;

/// <summary>A login of the staff at the dashboard. The key is the SHA-256 of the cookie's value, so that the store holds nothing that opens a door.</summary>
/// <param name="Mark">Of what the session rests on, as it was at the login: the session ends when that is taken back or changed.</param>
internal sealed record StaffSession(string Key, Staff Staff, DateTimeOffset ExpiresAt, StaffBasis Basis, string Mark)
{
    /// <summary>The provider that vouches for it; null when none does.</summary>
    public ProviderWord? Word { get; init; }
}

/// <summary>What lets one of the staff in.</summary>
internal enum StaffBasis
{
    /// <summary>The camp's own organizer token.</summary>
    CampToken,

    /// <summary>A token that was made for somebody; the mark is its key.</summary>
    Token,

    /// <summary>A provider's word and the rules of <c>camp.yaml</c> about it.</summary>
    Provider,
}
