using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mux.Fleet;

namespace Mux.ControlChannel;

/// <summary>
/// The root that signs, and for a while after a change the one before it. Both are accepted then; what the old one has signed ends by itself before it is dropped.
/// </summary>
/// <param name="Current">With its key.</param>
internal sealed record AuthorityRing(X509Certificate2 Current)
{
    /// <summary>An agent's certificate is renewed at half of this, and with it the agent learns which roots count.</summary>
    public static readonly TimeSpan AgentLifetime = TimeSpan.FromDays(3);

    /// <summary>The root before, without its key; null outside of a change.</summary>
    public X509Certificate2? Before { get; init; }

    /// <summary>The current root as vouched for by the one before; null outside of a change.</summary>
    public X509Certificate2? Bridge { get; init; }

    /// <summary>All that counts, the one that signs first.</summary>
    public ImmutableArray<X509Certificate2> Trusted => Before is null ? [Current] : [Current, Before];

    public DateTimeOffset MadeAt => new DateTimeOffset(Current.NotBefore.ToUniversalTime()) + AuthorityMaking.ClockSkew;

    /// <summary>By then the last certificate that the root before has signed is over.</summary>
    public DateTimeOffset OverlapUntil => MadeAt + AgentLifetime + AuthorityMaking.ClockSkew;

    public AuthorityFacts Facts => new(
        Current.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant(), MadeAt, new DateTimeOffset(Current.NotAfter.ToUniversalTime()), Before is null ? null : OverlapUntil, AuthorityMaking.MayBridge(Current));

    /// <param name="leave">The organizer's word: the root of this fingerprint shall sign no more.</param>
    public bool MustChange(DateTimeOffset now, string? leave) =>
        Before is null && AuthorityMaking.MayBridge(Current) && (Facts.Fingerprint == leave || Current.NotAfter.ToUniversalTime() - now.UtcDateTime < AuthorityMaking.Lifetime / 3);

    public AuthorityRing Change(DateTimeOffset now)
    {
        var next = AuthorityMaking.Root(now);
        return new AuthorityRing(next) { Before = X509CertificateLoader.LoadCertificate(Current.RawData), Bridge = AuthorityMaking.Bridge(Current, next, now) };
    }
}
