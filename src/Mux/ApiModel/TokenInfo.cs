namespace Mux.ApiModel;

/// <summary>Body of <c>POST tokens</c>.</summary>
/// <param name="Name">Who will use it.</param>
/// <param name="Role"><c>author</c>, <c>helper</c> or <c>organizer</c>.</param>
/// <param name="Tutorials">An author's own.</param>
/// <param name="Days">1 to 365; 30 when not given.</param>
internal sealed record TokenRequest(string? Name, string? Role, IReadOnlyList<string>? Tutorials, int? Days);

/// <summary>A token without the token.</summary>
/// <param name="Id"><c>t-</c> and eight characters.</param>
internal sealed record TokenInfo(string Id, string Name, string Role, IReadOnlyList<string> Tutorials, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, string CreatedBy);

/// <summary>Answer to <c>POST tokens</c>.</summary>
/// <param name="Token">Shown this once; only its hash is kept.</param>
internal sealed record TokenMadeInfo(string Token, TokenInfo Info);
