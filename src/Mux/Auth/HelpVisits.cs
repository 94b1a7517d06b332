using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Mux.Camp;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Auth;

/// <summary>A helper's browser at the attendees' listener, by an attendee's leave to type.</summary>
/// <param name="Session">The helper's session at the organizers' listener: the visit ends with it.</param>
internal sealed record HelpVisit(AttendeeId Attendee, LeaveId Leave, string Tutorial, string Session);

/// <summary>
/// Visits by a cookie of their own. They live in memory: after a restart of the mux a helper opens the notebook again. On the way of every proxied byte, and costs
/// nothing while there are none: no lock, no I/O.
/// </summary>
internal sealed class HelpVisits(MuxSettings settings, FleetStore store, OrganizerAccess access, TimeProvider time)
{
    private static readonly TimeSpan TicketLife = TimeSpan.FromSeconds(60);

    private readonly SecretCookie cookie = new("mux-help", settings.AttendeeUrl.Scheme == Uri.UriSchemeHttps, SameSiteMode.Lax);
    private ImmutableDictionary<string, Ticket> tickets = ImmutableDictionary.Create<string, Ticket>(StringComparer.Ordinal);
    private ImmutableDictionary<string, HelpVisit> visits = ImmutableDictionary.Create<string, HelpVisit>(StringComparer.Ordinal);

    /// <summary>The visit that a request for this tutorial belongs to, and its key; false when it belongs to none that is good now.</summary>
    public bool TryFind(HttpContext context, ReadOnlySpan<char> tutorial, [NotNullWhen(true)] out string? key, out AttendeeId attendee)
    {
        attendee = default;
        if (!IsCarriedBy(context, out key, out var visit) || !tutorial.SequenceEqual(visit.Tutorial) || !IsGood(visit, store.Snapshot, time.GetUtcNow()))
        {
            return false;
        }

        attendee = visit.Attendee;
        return true;
    }

    /// <summary>Whose ship the visit of this key may reach now; null: nobody's.</summary>
    public AttendeeId? HostOf(string key, FleetSnapshot snapshot, DateTimeOffset now) =>
        Volatile.Read(ref visits).TryGetValue(key, out var visit) && IsGood(visit, snapshot, now) ? visit.Attendee : null;

    /// <summary>
    /// Whether this browser is on a visit, over or not. Scripts of the attendee's notebooks run or ran there: no login that it may hold besides counts.
    /// </summary>
    public bool IsCarriedBy(HttpContext context) => IsCarriedBy(context, out _, out _);

    /// <summary>A word for the address of <c>/help/…</c>, good once and for a minute.</summary>
    public string MakeTicket(HelpVisit visit)
    {
        var secret = OneTimeSecret.New();
        var now = time.GetUtcNow();
        ImmutableInterlocked.Update(ref tickets, held => held.RemoveRange(held.Where(pair => pair.Value.Until <= now).Select(pair => pair.Key)).SetItem(secret.Key, new Ticket(visit, now + TicketLife)));
        return secret.Value;
    }

    /// <summary>Uses a ticket up and sends the visit's cookie; null when the ticket, or what it stands for, is good no longer.</summary>
    public HelpVisit? Begin(HttpContext context, string ticket)
    {
        var now = time.GetUtcNow();
        if (OneTimeSecret.KeyOf(ticket) is not { } key || !ImmutableInterlocked.TryRemove(ref tickets, key, out var held) || held.Until <= now || !IsGood(held.Visit, store.Snapshot, now))
        {
            return null;
        }

        var fresh = SecretCookie.NewTicket();
        var snapshot = store.Snapshot;
        ImmutableInterlocked.Update(ref visits, open => open.RemoveRange(open.Where(pair => !IsGood(pair.Value, snapshot, now)).Select(pair => pair.Key)).SetItem(fresh.Key, held.Visit));
        cookie.Send(context, fresh, OrganizerAccess.Lifetime);
        return held.Visit;
    }

    /// <summary>Whoever logs in is a guest no longer: a browser is one or the other.</summary>
    public void End(HttpContext context)
    {
        if (IsCarriedBy(context, out var key, out _))
        {
            ImmutableInterlocked.TryRemove(ref visits, key, out _);
            cookie.Remove(context);
        }
    }

    private bool IsCarriedBy(HttpContext context, [NotNullWhen(true)] out string? key, [NotNullWhen(true)] out HelpVisit? visit)
    {
        (key, visit) = (null, null);
        var open = Volatile.Read(ref visits);
        return !open.IsEmpty && cookie.TryGetKey(context, out key) && open.TryGetValue(key, out visit);
    }

    private bool IsGood(HelpVisit visit, FleetSnapshot snapshot, DateTimeOffset now) =>
        snapshot.Hands.TryGetValue(visit.Attendee, out var hand)
        && hand.Leave is { Typing: true } leave
        && leave.Id == visit.Leave
        && HandRules.WhyEnded(hand, snapshot, now) is null
        && access.IsOpen(visit.Session, hand.Helper?.Key ?? "");

    private readonly record struct Ticket(HelpVisit Visit, DateTimeOffset Until);
}
