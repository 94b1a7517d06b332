namespace Mux.Fleet;

/// <summary>How the camp's own CA stands, for people.</summary>
/// <param name="Fingerprint">SHA-256 of its certificate, in hex.</param>
/// <param name="OverlapUntil">Until then the CA before it counts too; null outside of a change.</param>
/// <param name="MayChange">False for one that an older mux made: it cannot vouch for a successor.</param>
internal sealed record AuthorityFacts(string Fingerprint, DateTimeOffset MadeAt, DateTimeOffset NotAfter, DateTimeOffset? OverlapUntil, bool MayChange);
