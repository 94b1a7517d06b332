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

/// <summary>Who may come to the organizers' listener. Sessions are the store's, as attendees' are: a restart of the mux ends none, and a look at one costs no I/O.</summary>
internal sealed class OrganizerAccess(MuxSettings settings, FleetStore store, StaffMarks marks, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const string Scheme = "Bearer ";
    private const int MaxSessions = 1_000;

    private static readonly GuessBudget PerAddress = new(10, TimeSpan.FromSeconds(6));

    private readonly SecretCookie cookie = new("mux-organizer", settings.OrganizerUrl.Scheme == Uri.UriSchemeHttps, SameSiteMode.Strict);

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
    public bool IsOpen(string sessionKey, string staffKey) => store.Snapshot.StaffSessions.TryGetValue(sessionKey, out var session) && Holds(session) && session.Staff.Key == staffKey;

    /// <summary>Whether somebody with this <see cref="Staff.Key"/> is logged in here.</summary>
    public bool IsLoggedIn(string staffKey) => store.Snapshot.StaffSessions.Values.Any(session => session.Staff.Key == staffKey && Holds(session));

    /// <summary>Starts a session when the token is right.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public async Task<bool> TryEnterAsync(HttpContext context, string token)
    {
        if (Holder(token.Trim()) is not { } holder)
        {
            return false;
        }

        var ticket = SecretCookie.NewTicket();
        var session = new StaffSession(ticket.Key, holder.Staff, time.GetUtcNow() + Lifetime, StaffBasis.CampToken, marks.OfCampToken(ticket.Value));
        await BeginAsync(context, ticket, holder.Token is { } made ? session with { Basis = StaffBasis.Token, Mark = made.Key } : session, holder.Token is { } by ? $"by token {by.Id}" : "by the camp's token");
        return true;
    }

    /// <summary>Starts a session for which a provider vouches.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public Task EnterAsync(HttpContext context, Staff staff, ProviderWord word)
    {
        var ticket = SecretCookie.NewTicket();
        var session = new StaffSession(ticket.Key, staff, word.ExpiresAt, StaffBasis.Provider, marks.OfRules(word.Provider) ?? "") { Word = word };
        return BeginAsync(context, ticket, session, $"by {word.Provider}, subject {AttendeeName.ForLog(word.Identity.Subject)}");
    }

    /// <summary>Ends the request's session and says whose word it was.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public async Task<ProviderWord?> LeaveAsync(HttpContext context)
    {
        if (SessionOf(context) is { } session)
        {
            await store.ChangeAsync(
                draft =>
                {
                    draft.RemoveStaffSession(session.Key);
                    draft.Audit(new AuditEntry($"{session.Staff.Name} from {ClientAddress.KeyOf(context)}", "staff.left", $"{session.Staff.Roles}", ""));
                    return true;
                },
                context.RequestAborted);
            cookie.Remove(context);
            return session.Word;
        }

        cookie.Remove(context);
        return null;
    }

    // The camp's own token, or one that was made for somebody and is still good.
    private (Staff Staff, StaffToken? Token)? Holder(string token) =>
        AccessCode.Matches(token, settings.OrganizerToken) ? (Staff.Organizer, null)
        : OneTimeSecret.KeyOf(token) is { } key && Good(key) is { } made ? (Holder(made), made)
        : null;

    private static Staff Holder(StaffToken token) => token.Staff with { Key = token.Id.Value };

    private StaffToken? Good(string tokenKey) => store.Snapshot.StaffTokens.TryGetValue(tokenKey, out var token) && token.ExpiresAt > time.GetUtcNow() ? token : null;

    private StaffSession? SessionOf(HttpContext context) =>
        cookie.TryGetKey(context, out var key) && store.Snapshot.StaffSessions.TryGetValue(key, out var session) && Holds(session) && IsOfThisToken(context, session) ? session : null;

    // What can be seen without the browser's cookie.
    private bool Holds(StaffSession session) => session.ExpiresAt > time.GetUtcNow() && session.Basis switch
    {
        StaffBasis.Token => Good(session.Mark) is not null,
        StaffBasis.Provider => session.Word is { } word && marks.OfRules(word.Provider) == session.Mark,
        _ => true,
    };

    private bool IsOfThisToken(HttpContext context, StaffSession session) =>
        session.Basis != StaffBasis.CampToken || (cookie.ValueIn(context.Request.Headers.Cookie) is { } value && marks.OfCampToken(value) == session.Mark);

    private async Task BeginAsync(HttpContext context, SecretTicket ticket, StaffSession session, string how)
    {
        var replaced = cookie.TryGetKey(context, out var key) ? key : "";
        await store.ChangeAsync(
            draft =>
            {
                Surplus(draft.Snapshot, replaced, draft.Now).ForEach(draft.RemoveStaffSession);
                draft.Put(session);
                draft.Audit(new AuditEntry($"{session.Staff.Name} from {ClientAddress.KeyOf(context)}", "staff.entered", $"{session.Staff.Roles}", how));
                return true;
            },
            context.RequestAborted);
        cookie.Send(context, ticket, Lifetime);
    }

    // The one that the browser had, those that have ended, and the oldest beyond what is kept.
    private static List<string> Surplus(FleetSnapshot snapshot, string replaced, DateTimeOffset now)
    {
        var sessions = snapshot.StaffSessions.Values.OrderByDescending(session => session.ExpiresAt).ToList();
        return [.. sessions.Where((session, index) => session.Key == replaced || session.ExpiresAt <= now || index >= MaxSessions - 1).Select(session => session.Key)];
    }
}
