using System.Collections.Concurrent;
using Mux.Camp;

namespace Mux.Auth;

/// <summary>How a request shows that an organizer sends it.</summary>
internal enum OrganizerProof
{
    None,

    /// <summary><c>Authorization: Bearer</c>: the CLI and scripts. No browser sends it by itself.</summary>
    Bearer,

    /// <summary>The dashboard's cookie, which a browser sends by itself: changes need more.</summary>
    Cookie,
}

/// <summary>Who may organize. Sessions live in memory: after a restart of the mux the token is asked for again.</summary>
internal sealed class OrganizerAccess(MuxSettings settings, TimeProvider time)
{
    private const string Scheme = "Bearer ";
    private const int MaxSessions = 1_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);
    private static readonly GuessBudget PerAddress = new(10, TimeSpan.FromSeconds(6));

    private readonly SecretCookie cookie = new("mux-organizer", settings.OrganizerUrl.Scheme == Uri.UriSchemeHttps, SameSiteMode.Strict);
    private readonly ConcurrentDictionary<string, DateTimeOffset> sessions = new(StringComparer.Ordinal);

    public GuessThrottle Guesses { get; } = new(PerAddress, 10_000, time);

    /// <summary>An <c>Authorization</c> header decides alone: a wrong one is not saved by a cookie.</summary>
    public OrganizerProof Of(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count > 0)
        {
            return header is [{ } text] && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && AccessCode.Matches(text[Scheme.Length..].Trim(), settings.OrganizerToken)
                ? OrganizerProof.Bearer
                : OrganizerProof.None;
        }

        return cookie.TryGetKey(context, out var key) && sessions.TryGetValue(key, out var expires) && expires > time.GetUtcNow() ? OrganizerProof.Cookie : OrganizerProof.None;
    }

    /// <summary>Starts a session when the token is right.</summary>
    public bool TryEnter(HttpContext context, string token)
    {
        if (!AccessCode.Matches(token.Trim(), settings.OrganizerToken))
        {
            return false;
        }

        End(context);
        MakeRoom();
        var ticket = SecretCookie.NewTicket();
        sessions[ticket.Key] = time.GetUtcNow() + Lifetime;
        cookie.Send(context, ticket, Lifetime);
        return true;
    }

    public void Leave(HttpContext context)
    {
        End(context);
        cookie.Remove(context);
    }

    private void End(HttpContext context)
    {
        if (cookie.TryGetKey(context, out var key))
        {
            sessions.TryRemove(key, out _);
        }
    }

    private void MakeRoom()
    {
        var now = time.GetUtcNow();
        foreach (var (key, _) in sessions.OrderBy(pair => pair.Value).TakeWhile((pair, index) => pair.Value <= now || index < sessions.Count - MaxSessions + 1).ToList())
        {
            sessions.TryRemove(key, out _);
        }
    }
}
