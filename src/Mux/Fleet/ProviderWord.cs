namespace Mux.Fleet;

/// <summary>What an identity provider said when somebody logged in, and until when it counts.</summary>
/// <param name="Provider">Its name in <c>camp.yaml</c>.</param>
/// <param name="Sid">The provider's own session, which a back-channel logout names; empty when it gave none.</param>
/// <param name="GoodUntil">The session ends then unless the provider gives its word anew.</param>
/// <param name="Limit">The session ends then whatever the provider says.</param>
/// <param name="AskAt">When to ask it; null when it gave nothing to ask with.</param>
/// <param name="Sealed">Refresh token and id token, encrypted: of use only to this mux.</param>
internal sealed record ProviderWord(string Provider, PersonIdentity Identity, string Sid, DateTimeOffset GoodUntil, DateTimeOffset Limit, DateTimeOffset? AskAt, string Sealed)
{
    public DateTimeOffset ExpiresAt => GoodUntil < Limit ? GoodUntil : Limit;
}
