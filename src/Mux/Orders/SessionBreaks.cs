using Mux.Fleet;
using Mux.Store;

namespace Mux.Orders;

/// <summary>Rollouts that wait for a session's break follow it when it moves.</summary>
internal static class SessionBreaks
{
    public static void Move(StoreDraft draft, CampSession session)
    {
        var next = session.Breaks.Items.Where(one => one.From > draft.Now).Select(one => (DateTimeOffset?)one.From).FirstOrDefault();
        foreach (var rollout in draft.Snapshot.Rollouts.Values.Where(rollout => rollout.IsOpen && rollout.Terms is { BreakAt: { } at } terms && terms.BreakOf == session.Name && at > draft.Now).ToList())
        {
            // A break that was taken away still holds: who chose it must not be surprised earlier.
            if (next is { } moved && rollout.Terms!.BreakAt != moved)
            {
                draft.Put(rollout with { Terms = rollout.Terms with { BreakAt = moved } });
                draft.Audit(new AuditEntry("mux", "break moved", rollout.Id.Value, $"to {moved:u}, with session {session.Name}"));
            }
        }
    }
}
