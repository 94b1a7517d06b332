using Mux.Camp;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Orders;

/// <summary>What an organizer may order about the fleet's machines as a whole.</summary>
internal sealed class MachineOrders(FleetStore store, CampDefinition camp)
{
    /// <summary>Ends every ship, those in use too (where homes are copied, after a last copy; a second order ends them at once), and wants no other. Gives the moment of the order.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public Task<DateTimeOffset> TakeDownAsync(Orderer by, CancellationToken cancellationToken) => store.ChangeAsync(
        draft =>
        {
            var live = draft.Snapshot.Ships.Values.Where(ship => ship.IsLive).Select(ship => ship.Id).ToList();
            draft.Audit(new AuditEntry(by.Actor, "down", "fleet", $"{live.Count} ships"));
            draft.SetGoal(0);
            live.ForEach(ship => draft.End(ship, TerminationCause.Organizer, "the camp is taken down", camp.Fleet.LastCopy));
            return draft.Now;
        },
        cancellationToken);

    /// <summary>Whatever stood in the way of launches is taken to be mended: they are tried at once.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public Task<bool> RetryLaunchesAsync(Orderer by, CancellationToken cancellationToken) => store.ChangeAsync(
        draft =>
        {
            draft.Audit(new AuditEntry(by.Actor, "retry launches", "fleet", draft.Snapshot.Board.Stop?.Code ?? ""));
            draft.RetryLaunches();
            return true;
        },
        cancellationToken);
}
