using Mux.Auth;
using Mux.Fleet;
using Mux.Orders;
using Mux.Store;

namespace Mux.Helping;

/// <summary>What a helper may see now, and the note that it was seen.</summary>
/// <param name="Ship">The attendee's, for which the leave was given.</param>
internal sealed record OpenHand(Hand Hand, Leave Leave, Attendee Attendee, Ship Ship);

/// <summary>Holds a request of the staff against the attendees' leaves.</summary>
internal sealed class HelpLeaves(FleetStore store, OrganizerAccess access, TimeProvider time)
{
    /// <summary>Null unless the hand is this very person's and its leave is good at this moment; being an organizer is not enough.</summary>
    public OpenHand? Find(HttpContext context, string id)
    {
        var snapshot = store.Snapshot;
        return HandRules.Find(snapshot, id) is { } hand
            && context.Features.Get<Staff>() is { } staff && hand.Helper?.Key == staff.Key && access.SessionKeyOf(context) is not null
            && HandRules.Open(hand, snapshot, time.GetUtcNow()) is { } leave
            && snapshot.Ships.TryGetValue(leave.Ship, out var ship)
            ? new OpenHand(hand, leave, snapshot.Attendees[hand.Attendee], ship)
            : null;
    }

    /// <summary>Into the audit log, once for each leave.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so nothing may be shown.</exception>
    public async Task NoteUseAsync(AttendeeId attendee, LeaveId leave, Orderer by, CancellationToken cancellationToken)
    {
        if (store.Snapshot.Hands.GetValueOrDefault(attendee)?.Leave is { UsedAt: null })
        {
            await store.ChangeAsync(draft => Note(draft, attendee, leave, by), cancellationToken);
        }
    }

    private static bool Note(StoreDraft draft, AttendeeId attendee, LeaveId id, Orderer by)
    {
        if (draft.Snapshot.Hands.GetValueOrDefault(attendee) is not { Leave: { UsedAt: null } leave } hand || leave.Id != id)
        {
            return false;
        }

        draft.Put(hand with { Leave = leave with { UsedAt = draft.Now } });
        draft.Audit(new AuditEntry(by.Actor, "help.opened", attendee.Value, $"{(leave.Typing ? "to type in" : "to look at")} {leave.Tutorial}"));
        return true;
    }
}
