using Mux.Fleet;
using Mux.Store;

namespace Mux.Orders;

/// <summary>A personal code while it can still be told: only its salted hash is kept.</summary>
internal sealed record MadeCode(Attendee Attendee, string Code);

/// <param name="Count">Of logins that were good until then.</param>
internal sealed record LoggedOut(Attendee Attendee, int Count);

/// <summary>For attendees who have lost the personal code, or a computer. The organizers' alone: a code opens somebody's notebooks.</summary>
internal sealed class AttendeeOrders(FleetStore store)
{
    /// <summary>A personal code in place of the one before, for somebody who came by access code. Whoever is logged in stays so.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public async Task<Ordered<MadeCode>> RenewCodeAsync(string id, Orderer by, CancellationToken cancellationToken)
    {
        var (code, hash) = await ResumeCode.MakeAsync(cancellationToken);
        return await store.ChangeAsync<Ordered<MadeCode>>(
            draft =>
            {
                var found = Find(draft.Snapshot, id);
                if (found.IsRefused || !found.Result.HasResumeCode)
                {
                    return found.Refusal ?? OtherProof(found.Result!, draft.Snapshot);
                }

                var attendee = found.Result with { ResumeHash = hash };
                draft.Put(attendee);
                draft.Audit(new AuditEntry(by.Actor, "attendee.code", attendee.Id.Value, $"{attendee.Name}, a new personal code"));
                return new MadeCode(attendee, code);
            },
            cancellationToken);
    }

    /// <summary>Ends all logins of an attendee at once, and with them what is open through the proxy. The ship, its files and its kernels stay.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public async Task<Ordered<LoggedOut>> LogOutAsync(string id, Orderer by, CancellationToken cancellationToken) => await store.ChangeAsync<Ordered<LoggedOut>>(
        draft =>
        {
            var found = Find(draft.Snapshot, id);
            if (found.IsRefused)
            {
                return found.Refusal;
            }

            var logins = draft.Snapshot.LoginIndex.Of(found.Result.Id).ToList();
            foreach (var login in logins)
            {
                draft.RemoveLogin(login.Key);
            }

            var ended = logins.Count(login => login.ExpiresAt > draft.Now);
            draft.Audit(new AuditEntry(by.Actor, "attendee.logged-out", found.Result.Id.Value, $"{found.Result.Name}, everywhere: {ended} {(ended == 1 ? "login" : "logins")}"));
            return new LoggedOut(found.Result, ended);
        },
        cancellationToken);

    private static Ordered<Attendee> Find(FleetSnapshot snapshot, string id) => snapshot.Attendees.GetValueOrDefault(new AttendeeId(id)) switch
    {
        null => new Refusal(RefusalKind.NotFound, "id", "There is no such attendee.", "GET /api/v1/attendees (or 'mux attendees') lists who has logged in."),
        { IsStandIn: true } => new Refusal(RefusalKind.Conflict, "id", "That is a rehearsal's stand-in, and nobody.", "Name an attendee; to be rid of stand-ins, stop the rehearsal."),
        var attendee => attendee,
    };

    private static Refusal OtherProof(Attendee attendee, FleetSnapshot snapshot) => attendee.Identity is not { Issuer: RosterEntry.Issuer } identity
        ? new Refusal(RefusalKind.Conflict, "id", $"{attendee.Name} logs in at an identity provider, and has no personal code.", "The provider's button on the login page lets them in from any browser.")
        : new Refusal(
            RefusalKind.Conflict,
            "id",
            $"{attendee.Name} comes in by a personal link, and has no personal code.",
            snapshot.Roster.TryGetValue(new RosterId(identity.Subject), out var entry)
                ? $"Make a new link instead: 'mux roster link {entry.Email}', or the page Roster."
                : "They were taken off the roster, so there is no link for them: whoever is put on it now begins anew.");
}
