using System.Globalization;
using Mux.Camp;
using Mux.Fleet;
using Mux.Images;
using Mux.Store;

namespace Mux.Orders;

/// <summary>
/// All that an organizer may order, from the API or a page. An order is checked, written as a goal with a line in the audit log, and left to the
/// controller; nothing here touches a ship.
/// </summary>
internal sealed class FleetOrders(FleetStore store, CampDefinition camp, ImageResolver images)
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

    /// <summary>Ends a ship for good; its attendee, if any, goes to the head of the line. One that has ended already is left as it is.</summary>
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
                    draft.Apply(id, new ShipEvent.Ended(TerminationCause.Organizer, "taken down by an organizer"));
                }

                return draft.Snapshot.Ships[id];
            },
            cancellationToken);
    }

    /// <summary>Resolves the image once and starts a rollout of it to every ship.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public async Task<Ordered<DeployOutcome>> DeployAsync(string? tutorial, string? image, Orderer by, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(tutorial) || camp.Tutorial(tutorial) is null)
        {
            var known = string.Join(", ", camp.Tutorials.Select(one => one.Name));
            return new Refusal(RefusalKind.Invalid, "tutorial", $"The camp has no tutorial '{Shown(tutorial)}'.", $"Name one of: {known}.");
        }

        if (string.IsNullOrWhiteSpace(image))
        {
            return new Refusal(RefusalKind.Invalid, "image", "image is missing.", "Give a reference such as registry:5000/name:tag or name@sha256:….");
        }

        var resolution = await images.ResolveAsync(image.Trim(), cancellationToken);
        return resolution.Image is { } resolved
            ? await store.ChangeAsync(draft => Start(draft, tutorial, image.Trim(), resolved, by), cancellationToken)
            : new Refusal(RefusalKind.Invalid, "image", $"The image cannot be deployed: {resolution.Error}", "Push the image, check the name, and deploy again; nothing was changed.");
    }

    private static Ordered<DeployOutcome> Start(StoreDraft draft, string tutorial, string requested, string image, Orderer by)
    {
        var running = draft.Snapshot.Rollouts.Values.FirstOrDefault(rollout => rollout.Tutorial == tutorial && rollout.State == RolloutState.Running);
        if (running is not null)
        {
            return new Refusal(RefusalKind.Conflict, "tutorial", $"Rollout {running.Id} of {tutorial} is still running.", $"Wait until it has ended ('mux rollouts' shows it), then deploy again.");
        }

        var current = draft.Snapshot.Targets.GetValueOrDefault(tutorial);
        var next = new TutorialTarget(tutorial, image, null);
        if (current?.Digest == next.Digest)
        {
            return new DeployOutcome(current.Image, null);
        }

        var rollout = new Rollout(RolloutId.New(), tutorial, image, requested, current?.Image ?? "", by.Name, draft.Now);
        draft.Put(rollout);
        draft.Audit(new AuditEntry(by.Actor, "deploy", tutorial, $"{rollout.Id}: {image}"));
        return new DeployOutcome(image, rollout);
    }

    private static string Shown(string? text) => new([.. (text ?? "").Take(60).Where(c => !char.IsControl(c))]);
}
