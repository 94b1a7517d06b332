using System.Globalization;
using Mux.Camp;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Orders;

/// <summary>
/// What an organizer may order about the fleet, from the API or a page. An order is checked, written as a goal with a line in the audit log, and left to the
/// controller; nothing here touches a ship.
/// </summary>
internal sealed class FleetOrders(FleetStore store, CampDefinition camp)
{
    /// <param name="ships">Null when the order did not name a number.</param>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public async Task<Ordered<GoalOutcome>> SetGoalAsync(int? ships, Orderer by, CancellationToken cancellationToken)
    {
        if (ships is not { } goal || goal < 0 || goal > camp.Fleet.MaxShips)
        {
            var given = ships is null ? "is missing" : $"is {ships.Value.ToString(CultureInfo.InvariantCulture)}";
            return new Refusal(RefusalKind.Invalid, "ships", $"ships {given}, but must be from 0 to {camp.Fleet.MaxShips}.", $"Give a whole number from 0 to {camp.Fleet.MaxShips}, or raise fleet.max_ships in camp.yaml.");
        }

        return await store.ChangeAsync(
            draft =>
            {
                draft.Audit(new AuditEntry(by.Actor, "goal", "fleet", $"{draft.Snapshot.Goal} to {goal}"));
                draft.SetGoal(goal);
                return new GoalOutcome(goal);
            },
            cancellationToken);
    }

    /// <summary>Takes the organizer's number back: the sessions give the goal, or without any the number in <c>camp.yaml</c>.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public Task<GoalOutcome> FollowSessionsAsync(Orderer by, CancellationToken cancellationToken) => store.ChangeAsync(
        draft =>
        {
            var decision = SessionPlanner.Decide(draft.Snapshot with { GoalRule = GoalRule.Sessions }, camp.SessionGoals, draft.Now);
            draft.Audit(new AuditEntry(by.Actor, "goal", "fleet", $"{draft.Snapshot.Goal} to {decision.Goal}: {decision.Why}"));
            draft.SetGoal(decision.Goal, GoalRule.Sessions, decision.Why);
            return new GoalOutcome(decision.Goal);
        },
        cancellationToken);

    /// <summary>
    /// Ends a ship for good; its attendee, if any, goes to the head of the line. Where homes are copied, one in use ends when the last copy is there or its time is up; a second
    /// order ends it at once. One that has ended already is left as it is.
    /// </summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public async Task<Ordered<Ship>> TerminateAsync(string ship, Orderer by, CancellationToken cancellationToken)
    {
        var unknown = new Refusal(RefusalKind.NotFound, "id", "There is no such ship.", "GET /api/v1/ships (or 'mux ships') lists those that there are.");
        if (ShipId.TryParse(ship) is not { } id)
        {
            return unknown;
        }

        return await store.ChangeAsync<Ordered<Ship>>(
            draft =>
            {
                if (!draft.Snapshot.Ships.TryGetValue(id, out var before))
                {
                    return unknown;
                }

                if (before.IsLive)
                {
                    draft.Audit(new AuditEntry(by.Actor, "terminate", id.Value, $"was {before.State}"));
                    draft.End(id, TerminationCause.Organizer, "taken down by an organizer", camp.Fleet.LastCopy);
                }

                return draft.Snapshot.Ships[id];
            },
            cancellationToken);
    }
}
