using Mux.Fleet;
using Mux.Store;

namespace Mux.Orders;

/// <summary>What an organizer may order about the camp's CA. Written as a wish; whoever keeps the CA makes it so within seconds.</summary>
internal sealed class AuthorityOrders(FleetStore store, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>A new CA, while the one before counts on for a while. Gives how it stands once that is so, or as it stood when it was not so in time.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public async Task<Ordered<AuthorityFacts>> ChangeAsync(Orderer by, CancellationToken cancellationToken)
    {
        var authority = store.Snapshot.Authority;
        if (Objection(authority) is { } refusal)
        {
            return refusal;
        }

        var leave = authority!.Fingerprint;
        await store.ChangeAsync(
            draft =>
            {
                draft.Audit(new AuditEntry(by.Actor, "authority.rotate", "control channel", leave[..16]));
                draft.LeaveAuthority(leave);
                return true;
            },
            cancellationToken);
        return await LeftAsync(leave, cancellationToken);
    }

    private static Refusal? Objection(AuthorityFacts? authority) =>
        authority is null ? new Refusal(RefusalKind.Conflict, "authority", "The mux has only just started.", "Try again in a few seconds.")
        : !authority.MayChange ? new Refusal(RefusalKind.Conflict, "authority", "This CA was made by an older mux and cannot vouch for a successor.", "Have a new one made: the operator's page says how, under 'As a service'.")
        : authority.OverlapUntil is { } until ? new Refusal(RefusalKind.Conflict, "authority", $"The last change is under way until {until:u}.", "Wait until then, or have a wholly new CA made: the operator's page says how, under 'As a service'.")
        : null;

    private async Task<AuthorityFacts> LeftAsync(string leave, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var snapshot = store.Snapshot;
        try
        {
            while (snapshot.Authority?.Fingerprint == leave)
            {
                snapshot = await store.WaitForChangeAsync(snapshot.Version, either.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The wish stands; what there is now is told.
        }

        return store.Snapshot.Authority!;
    }
}
