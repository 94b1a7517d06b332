namespace Mux.Fleet;

/// <summary>A pause inside a session: what <em>at the break</em> means for an update.</summary>
internal readonly record struct SessionBreak(DateTimeOffset From, DateTimeOffset Until);

/// <summary>The break that comes next, and whose it is.</summary>
internal sealed record NextBreak(CampSession Session, SessionBreak Break);
