using Mux.Auth;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Helping;

/// <summary>
/// Takes back what has ended by itself, so that pages and the audit log say so. Nobody depends on it to be kept out: whoever looks or types is held against the leave at each request.
/// </summary>
internal sealed partial class HelpKeeper(FleetStore store, OrganizerAccess access, TimeProvider time, ILogger<HelpKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    public async Task PassAsync(CancellationToken cancellationToken)
    {
        var (snapshot, now) = (store.Snapshot, time.GetUtcNow());
        if (snapshot.Hands.Values.Any(hand => WhyEnded(hand, snapshot, now) is not null))
        {
            await store.ChangeAsync(CloseAll, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await PassAsync(stoppingToken);
            }
            catch (StoreUnavailableException exception)
            {
                LogPutOff(logger, exception);
            }
        }
    }

    private bool CloseAll(StoreDraft draft)
    {
        foreach (var hand in draft.Snapshot.Hands.Values)
        {
            if (WhyEnded(hand, draft.Snapshot, draft.Now) is { } why)
            {
                draft.Put(HandRules.Closed(hand));
                draft.Audit(new AuditEntry("mux", "help.ended", hand.Attendee.Value, $"{hand.Helper?.Name}: {why}"));
            }
        }

        return true;
    }

    private string? WhyEnded(Hand hand, FleetSnapshot snapshot, DateTimeOffset now) => hand.Leave is null ? null
        : HandRules.WhyEnded(hand, snapshot, now) ?? (access.IsLoggedIn(hand.Helper?.Key ?? "") ? null : "the helper logged out");

    [LoggerMessage(LogLevel.Warning, "that help has ended could not be written; next try follows")]
    private static partial void LogPutOff(ILogger logger, Exception exception);
}
