namespace Mux.ApiModel;

/// <summary>The camp's own CA, by which mux and ships know each other.</summary>
/// <param name="Fingerprint">SHA-256 of its certificate, in hex.</param>
/// <param name="OverlapUntil">Until then the CA before it counts too; null outside of a change.</param>
/// <param name="MayChange">False for one that an older mux made: it cannot vouch for a successor.</param>
internal sealed record AuthorityInfo(string Fingerprint, DateTimeOffset MadeAt, DateTimeOffset NotAfter, DateTimeOffset? OverlapUntil, bool MayChange);
