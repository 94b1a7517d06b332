using System.Collections.Immutable;
using Mux.Camp;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Orders;

/// <summary>What may be ordered of many ships at once.</summary>
internal enum BulkAction
{
    /// <summary>Ends them, and wants as many fewer.</summary>
    Terminate,

    /// <summary>Ends them; others are launched in their place.</summary>
    Replace,

    /// <summary>What failed on them is tried again.</summary>
    Retry,
}

/// <summary>What came of it.</summary>
/// <param name="Done">The order was carried out on these.</param>
/// <param name="Passed">Those for which it made no sense any more: they had ended, or nothing failed there.</param>
/// <param name="Goal">Ships wanted after it.</param>
internal sealed record BulkOutcome(ImmutableArray<ShipId> Done, int Passed, int Goal);

/// <summary>Orders for many ships, each with its own line in the audit log. Who is on them is shown before; here it is done.</summary>
internal sealed class BulkOrders(FleetStore store, CampDefinition camp)
{
    public static BulkAction? Parse(string? word) => word switch { "terminate" => BulkAction.Terminate, "replace" => BulkAction.Replace, "retry" => BulkAction.Retry, _ => null };

    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public Task<BulkOutcome> RunAsync(BulkAction action, IReadOnlyCollection<ShipId> ships, Orderer by, CancellationToken cancellationToken) => store.ChangeAsync(
        draft =>
        {
            var done = ships.Distinct().Where(ship => Order(draft, action, ship, ships.Count, by)).ToImmutableArray();
            if (action == BulkAction.Terminate && done.Length > 0)
            {
                var goal = Math.Max(0, draft.Snapshot.Goal - done.Length);
                draft.Audit(new AuditEntry(by.Actor, "goal", "fleet", $"{draft.Snapshot.Goal} to {goal}, with {done.Length} ships terminated"));
                draft.SetGoal(goal);
            }

            return new BulkOutcome(done, ships.Count - done.Length, draft.Snapshot.Goal);
        },
        cancellationToken);

    private bool Order(StoreDraft draft, BulkAction action, ShipId ship, int of, Orderer by)
    {
        var before = draft.Snapshot.Ships.GetValueOrDefault(ship);
        var taken = (action == BulkAction.Retry ? draft.Apply(ship, new ShipEvent.Retried()) : draft.End(ship, TerminationCause.Organizer, "taken down by an organizer", camp.Fleet.LastCopy)).Taken;
        if (taken)
        {
            draft.Audit(new AuditEntry(by.Actor, action.ToString().ToLowerInvariant(), ship.Value, $"was {before!.State}; one of {of}"));
        }

        return taken;
    }
}
