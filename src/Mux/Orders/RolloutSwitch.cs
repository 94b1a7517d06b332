using Mux.Fleet;
using Mux.Store;

namespace Mux.Orders;

/// <summary>Holds a rollout, and lets it go on.</summary>
internal sealed class RolloutSwitch(FleetStore store)
{
    public static readonly Refusal Unknown = new(RefusalKind.NotFound, "id", "There is no such rollout.", "GET /api/v1/rollouts (or 'mux rollout list') lists those that there are.");

    /// <summary>No ship is told anything new; those that were told finish. Paused already: nothing changes.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public Task<Ordered<Rollout>> PauseAsync(string id, Orderer by, CancellationToken cancellationToken) => ChangeAsync(
        id, "pause", by, (rollout, now) => rollout.State == RolloutState.Paused ? rollout : rollout with { State = RolloutState.Paused, PausedAt = now }, cancellationToken);

    /// <summary>Goes on; attendees get back the time that they lost.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public Task<Ordered<Rollout>> ResumeAsync(string id, Orderer by, CancellationToken cancellationToken) => ChangeAsync(
        id, "resume", by, (rollout, now) => rollout.PausedAt is { } since ? rollout with { State = RolloutState.Running, PausedAt = null, Terms = Later(rollout.Terms, now - since) } : rollout, cancellationToken);

    private static ConsentTerms? Later(ConsentTerms? terms, TimeSpan by) => terms is null ? null : terms with { Deadline = terms.Deadline + by };

    private Task<Ordered<Rollout>> ChangeAsync(string id, string action, Orderer by, Func<Rollout, DateTimeOffset, Rollout> change, CancellationToken cancellationToken) => store.ChangeAsync<Ordered<Rollout>>(
        draft =>
        {
            if (!draft.Snapshot.Rollouts.TryGetValue(new RolloutId(id), out var rollout) || !by.Staff.MayDeploy(rollout.Tutorial))
            {
                return Unknown;
            }

            if (!rollout.IsOpen)
            {
                return new Refusal(RefusalKind.Conflict, "id", $"Rollout {rollout.Id} has ended.", "Deploy again, or roll it back.");
            }

            var next = change(rollout, draft.Now);
            if (!ReferenceEquals(next, rollout))
            {
                draft.Put(next);
                draft.Audit(new AuditEntry(by.Actor, action, rollout.Id.Value, rollout.Tutorial));
            }

            return next;
        },
        cancellationToken);
}
