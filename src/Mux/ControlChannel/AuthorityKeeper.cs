using Mux.Fleet;
using Mux.Store;

namespace Mux.ControlChannel;

/// <summary>Changes the camp's CA before it ends or when the organizer wants it, drops the old one when its time is over, and shows how it stands.</summary>
internal sealed partial class AuthorityKeeper(CertificateAuthority authority, FleetStore store, TimeProvider time, ILogger<AuthorityKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    public async Task PassAsync(CancellationToken cancellationToken)
    {
        var change = authority.Advance(store.Snapshot.AuthorityToLeave);
        var facts = authority.Facts;
        // Not by the change alone: a store that was out at the last one knows nothing of it yet.
        if (change == AuthorityChange.None && store.Snapshot.Authority == facts)
        {
            return;
        }

        Tell(change, facts);
        await store.ChangeAsync(
            draft =>
            {
                draft.See(facts);
                if (change is AuthorityChange.Changed or AuthorityChange.Dropped)
                {
                    draft.Audit(new AuditEntry("mux", "authority", facts.Fingerprint[..16], change == AuthorityChange.Changed ? $"signs from now on; the one before counts until {facts.OverlapUntil:u}" : "counts alone"));
                }

                return true;
            },
            cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                await PassAsync(stoppingToken);
            }
#pragma warning disable CA1031 // a loop that ends would let the CA run out unseen
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Tell(AuthorityChange change, AuthorityFacts facts)
    {
        switch (change)
        {
            case AuthorityChange.Changed:
                LogChanged(logger, facts.Fingerprint, facts.OverlapUntil);
                break;
            case AuthorityChange.Dropped:
                LogDropped(logger, facts.Fingerprint);
                break;
        }
    }

    [LoggerMessage(LogLevel.Information, "the camp's CA is a new one, {Fingerprint}; what the one before has signed counts until {Until:u}")]
    private static partial void LogChanged(ILogger logger, string fingerprint, DateTimeOffset? until);

    [LoggerMessage(LogLevel.Information, "the CA before the change counts no more; {Fingerprint} does alone")]
    private static partial void LogDropped(ILogger logger, string fingerprint);

    [LoggerMessage(LogLevel.Error, "the camp's CA could not be looked after; next try follows")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
