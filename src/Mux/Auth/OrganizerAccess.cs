using System.Collections.Concurrent;
using Mux.Camp;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Auth;

/// <summary>How a request shows that one of the staff sends it.</summary>
internal enum OrganizerProof
{
    /// <summary><c>Authorization: Bearer</c>: the CLI and scripts. No browser sends it by itself.</summary>
    Bearer,

    /// <summary>The dashboard's cookie, which a browser sends by itself: changes need more.</summary>
    Cookie,
}

/// <summary>Who of the staff sends a request.</summary>
internal sealed record Caller(Staff Staff, OrganizerProof Proof);

/// <summary>Who may come to the organizers' listener. Sessions live in memory: after a restart of the mux people log in again.</summary>
internal sealed class OrganizerAccess(MuxSettings settings, FleetStore store, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const string Scheme = "Bearer ";
    private const int MaxSessions = 1_000;

    private static readonly GuessBudget PerAddress = new(10, TimeSpan.FromSeconds(6));

    private readonly SecretCookie cookie = new("mux-organizer", settings.OrganizerUrl.Scheme == Uri.UriSchemeHttps, SameSiteMode.Strict);
    private readonly ConcurrentDictionary<string, StaffSession> sessions = new(StringComparer.Ordinal);

    public GuessThrottle Guesses { get; } = new(PerAddress, 10_000, time);

    /// <summary>Null for everybody else. An <c>Authorization</c> header decides alone: a wrong one is not saved by a cookie.</summary>
    public Caller? Find(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count > 0)
        {
            return header is [{ } text] && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && Holder(text[Scheme.Length..].Trim()) is { } holder
                ? new Caller(holder.Staff, OrganizerProof.Bearer)
                : null;
        }

        return SessionOf(context) is { } session ? new Caller(session.Staff, OrganizerProof.Cookie) : null;
    }

    /// <summary>The request's session; null when it comes with a token, or with nothing that is good.</summary>
    public string? SessionKeyOf(HttpContext context) => context.Request.Headers.Authorization.Count == 0 && SessionOf(context) is not null && cookie.TryGetKey(context, out var key) ? key : null;

    /// <summary>Whether that session is good now and somebody's with this <see cref="Staff.Key"/>. No lock, no I/O.</summary>
    public bool IsOpen(string sessionKey, string staffKey) => sessions.TryGetValue(sessionKey, out var session) && IsGood(session) && session.Staff.Key == staffKey;

    /// <summary>Whether somebody with this <see cref="Staff.Key"/> is logged in here.</summary>
    public bool IsLoggedIn(string staffKey) => sessions.Any(pair => pair.Value.Staff.Key == staffKey && IsGood(pair.Value));

    /// <summary>Starts a session when the token is right.</summary>
    public bool TryEnter(HttpContext context, string token)
    {
        if (Holder(token.Trim()) is not { } holder)
        {
            return false;
        }

        var expires = time.GetUtcNow() + Lifetime;
        Begin(context, new StaffSession(holder.Staff, expires, null, holder.TokenKey));
        return true;
    }

    /// <summary>Starts a session for which a provider vouches.</summary>
    public void Enter(HttpContext context, Staff staff, ProviderWord word) => Begin(context, new StaffSession(staff, word.ExpiresAt, word, null));

    /// <summary>Ends the request's session and says whose word it was.</summary>
    public ProviderWord? Leave(HttpContext context)
    {
        var word = SessionOf(context)?.Word;
        End(context);
        cookie.Remove(context);
        return word;
    }

    /// <summary>Every provider's word that some session here rests on.</summary>
    public IEnumerable<(string Key, ProviderWord Word)> Words() => sessions.Where(pair => pair.Value.Word is not null).Select(pair => (pair.Key, pair.Value.Word!));

    /// <summary>Puts a word that was given anew in the place of the old one; null ends the session.</summary>
    public void Keep(string key, ProviderWord? word)
    {
        if (word is null)
        {
            sessions.TryRemove(key, out _);
        }
        else if (sessions.TryGetValue(key, out var session))
        {
            sessions.TryUpdate(key, session with { Word = word, ExpiresAt = word.ExpiresAt }, session);
        }
    }

    /// <summary>Ends all sessions that rest on such a word; gives their number.</summary>
    public int EndAll(Predicate<ProviderWord> meant) => Words().Count(held => meant(held.Word) && sessions.TryRemove(held.Key, out _));

    // The camp's own token, or one that was made for somebody and is still good.
    private (Staff Staff, string? TokenKey)? Holder(string token) =>
        AccessCode.Matches(token, settings.OrganizerToken) ? (Staff.Organizer, null)
        : OneTimeSecret.KeyOf(token) is { } key && IsGood(key) ? (Holder(store.Snapshot.StaffTokens[key]), key)
        : null;

    private static Staff Holder(StaffToken token) => token.Staff with { Key = token.Id.Value };

    private bool IsGood(string tokenKey) => store.Snapshot.StaffTokens.TryGetValue(tokenKey, out var token) && token.ExpiresAt > time.GetUtcNow();

    private StaffSession? SessionOf(HttpContext context) =>
        cookie.TryGetKey(context, out var key) && sessions.TryGetValue(key, out var session) && IsGood(session) ? session : null;

    private bool IsGood(StaffSession session) => session.ExpiresAt > time.GetUtcNow() && (session.TokenKey is null || IsGood(session.TokenKey));

    private void Begin(HttpContext context, StaffSession session)
    {
        End(context);
        MakeRoom();
        var ticket = SecretCookie.NewTicket();
        sessions[ticket.Key] = session;
        cookie.Send(context, ticket, Lifetime);
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
        var leaving = sessions.OrderBy(pair => pair.Value.ExpiresAt).TakeWhile((pair, index) => pair.Value.ExpiresAt <= now || index < sessions.Count - MaxSessions + 1).ToList();
        leaving.ForEach(pair => sessions.TryRemove(pair.Key, out _));
    }

    // Rests on a provider's word, on a token made for somebody (which can be revoked), or on the camp's own token.
    private sealed record StaffSession(Staff Staff, DateTimeOffset ExpiresAt, ProviderWord? Word, string? TokenKey);
}
