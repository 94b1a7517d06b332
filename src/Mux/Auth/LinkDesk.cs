using Mux.Fleet;
using Mux.Store;

namespace Mux.Auth;

/// <summary>What a personal link is worth now.</summary>
internal enum LinkState
{
    Unknown,
    Open,
    Used,
    Expired,
}

/// <summary>Whose link it is: somebody of the roster, or a rehearsal's stand-in.</summary>
internal sealed record LinkHolder(LinkState State, RosterEntry? Entry = null, Attendee? StandIn = null)
{
    public string Name => Entry?.Name ?? StandIn?.Name ?? "";
}

/// <summary>Turns a personal link into a session, once.</summary>
internal sealed partial class LinkDesk(FleetStore store, AttendeeSession session, TimeProvider time, ILogger<LinkDesk> logger)
{
    private static readonly GuessBudget PerAddress = new(20, TimeSpan.FromSeconds(3));

    public GuessThrottle Guesses { get; } = new(PerAddress, 10_000, time);

    /// <summary>Looks, and changes nothing: scanners of mail open links before people do.</summary>
    public LinkHolder Look(string? secret) => Look(store.Snapshot, OneTimeSecret.KeyOf(secret), time.GetUtcNow());

    /// <summary>Logs the link's person in; anything but <see cref="LinkState.Open"/> changed nothing.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public async Task<LinkState> UseAsync(HttpContext context, string secret)
    {
        var key = OneTimeSecret.KeyOf(secret);
        var replaced = session.KeyOf(context);
        var ticket = SecretCookie.NewTicket();
        var state = await store.ChangeAsync(
            draft =>
            {
                var holder = Look(draft.Snapshot, key, draft.Now);
                if (holder.State == LinkState.Open)
                {
                    AttendeeSession.Begin(draft, holder.StandIn is { } standIn ? Enter(draft, standIn) : Enter(draft, holder.Entry!), ticket.Key, replaced);
                }

                return holder.State;
            },
            context.RequestAborted);
        if (state == LinkState.Open)
        {
            session.Send(context, ticket);
        }
        else
        {
            Guesses.CountWrong(ClientAddress.KeyOf(context));
            LogRefused(logger, state, ClientAddress.KeyOf(context));
        }

        return state;
    }

    private static LinkHolder Look(FleetSnapshot snapshot, string? key, DateTimeOffset now)
    {
        if (key is not null && snapshot.StandInOf(key) is { } standIn)
        {
            return new LinkHolder(standIn.HasEntered ? LinkState.Used : LinkState.Open, StandIn: standIn);
        }

        var entry = key is null ? null : snapshot.Roster.Values.FirstOrDefault(one => one.Link?.Key == key);
        return new LinkHolder(entry?.Link switch { null => LinkState.Unknown, { UsedAt: not null } => LinkState.Used, { ExpiresAt: var until } when until <= now => LinkState.Expired, _ => LinkState.Open }, entry);
    }

    private static AttendeeId Enter(StoreDraft draft, Attendee standIn)
    {
        draft.Put(standIn with { HasEntered = true });
        return standIn.Id;
    }

    private static AttendeeId Enter(StoreDraft draft, RosterEntry entry)
    {
        draft.Put(entry with { Link = entry.Link! with { UsedAt = draft.Now } });
        var key = AttendeeKey.Of(entry.Identity);
        var known = draft.Snapshot.Names.TryGetValue(key, out var id) ? draft.Snapshot.Attendees[id] : new Attendee(AttendeeId.New(), entry.Name, key, "", null, draft.Now, null, "");
        var now = known with { Name = entry.Name, Origin = entry.Role == StaffRole.None ? AttendeeOrigin.Roster : AttendeeOrigin.Staff, Identity = entry.Identity, SeatGroup = entry.SeatGroup };
        if (now != known || !draft.Snapshot.Attendees.ContainsKey(now.Id))
        {
            draft.Put(now);
        }

        WaitingLine.Join(draft, now);
        draft.Audit(new AuditEntry(now.Id.Value, "attendee.entered", now.Id.Value, $"{now.Name}, by personal link"));
        return now.Id;
    }

    [LoggerMessage(LogLevel.Warning, "a personal link was refused: {State}, from {Address}")]
    private static partial void LogRefused(ILogger logger, LinkState state, string address);
}
