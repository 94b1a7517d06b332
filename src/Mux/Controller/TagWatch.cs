using Mux.Fleet;
using Mux.Images;
using Mux.Store;

namespace Mux.Controller;

/// <summary>
/// Notices when the tag of a rollout under way comes to mean another image. Ships get the digest that was resolved at the order whatever becomes of the
/// tag; but the author should know that it is not what the tag says now.
/// </summary>
internal sealed partial class TagWatch(FleetStore store, ImageResolver images, TimeProvider time, ILogger<TagWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    public async Task PassAsync(CancellationToken cancellationToken)
    {
        foreach (var rollout in store.Snapshot.Rollouts.Values.Where(rollout => rollout.IsOpen && ImageReference.TryParse(rollout.Requested) is { Digest: null }))
        {
            var resolution = await images.ResolveAsync(rollout.Requested, cancellationToken);

            // A registry that does not answer has not moved anything.
            if (resolution.Image is { } image && DigestOf(image) is var digest && digest != rollout.Digest && digest != rollout.MovedTo)
            {
                LogMoved(logger, rollout.Id, rollout.Requested, rollout.Digest, digest);
                await store.ChangeAsync(draft => Note(draft, rollout.Id, digest), cancellationToken);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await PassAsync(stoppingToken);
            }
            catch (StoreUnavailableException exception)
            {
                LogNotNoted(logger, exception);
            }
        }
    }

    private static bool Note(StoreDraft draft, RolloutId id, string digest)
    {
        if (draft.Snapshot.Rollouts.GetValueOrDefault(id) is { IsOpen: true } rollout)
        {
            draft.Put(rollout with { MovedTo = digest });
            draft.Audit(new AuditEntry("mux", "tag moved", rollout.Tutorial, $"{id}: {rollout.Requested} means {digest} by now"));
        }

        return true;
    }

    private static string DigestOf(string image) => image[(image.IndexOf('@', StringComparison.Ordinal) + 1)..];

    [LoggerMessage(LogLevel.Warning, "rollout {Rollout}: {Requested} meant {Digest} when it was ordered and means {Now} by now; it goes on with its own")]
    private static partial void LogMoved(ILogger logger, RolloutId rollout, string requested, string digest, string now);

    [LoggerMessage(LogLevel.Error, "a moved tag could not be noted")]
    private static partial void LogNotNoted(ILogger logger, Exception exception);
}
