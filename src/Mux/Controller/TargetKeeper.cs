using Mux.Camp;
using Mux.Fleet;
using Mux.Images;
using Mux.Store;

namespace Mux.Controller;

/// <summary>
/// Gives every tutorial of <c>camp.yaml</c> a digest, once: a tag is resolved when the tutorial is first seen, and from then on only a deploy changes it.
/// </summary>
internal sealed partial class TargetKeeper(FleetStore store, ImageResolver resolver, CampDefinition camp, TimeProvider time, ILogger<TargetKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private volatile string trouble = "";

    /// <summary>Why a tutorial has no image yet, for people; empty when all have.</summary>
    public string Trouble => trouble;

    /// <summary>True when every tutorial has its digest.</summary>
    public async Task<bool> PassAsync(CancellationToken cancellationToken)
    {
        foreach (var gone in store.Snapshot.Targets.Keys.Where(name => camp.Tutorial(name) is null))
        {
            await store.ChangeAsync(draft => { draft.RemoveTarget(gone); return true; }, cancellationToken);
        }

        var troubles = new List<string>();
        foreach (var tutorial in camp.Tutorials.Where(tutorial => !store.Snapshot.Targets.ContainsKey(tutorial.Name)))
        {
            var resolution = await resolver.ResolveAsync(tutorial.Image, cancellationToken);
            if (resolution.Image is { } image)
            {
                await store.ChangeAsync(draft => { draft.PutTarget(new TutorialTarget(tutorial.Name, image, null)); return true; }, cancellationToken);
                LogResolved(logger, tutorial.Name, image);
            }
            else
            {
                troubles.Add($"{tutorial.Name}: {resolution.Error}");
            }
        }

        Tell(string.Join("; ", troubles));
        return troubles.Count == 0;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await TryPassAsync(stoppingToken))
        {
            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private async Task<bool> TryPassAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await PassAsync(cancellationToken);
        }
        catch (StoreUnavailableException exception)
        {
            Tell(exception.Message);
            return false;
        }
    }

    private void Tell(string found)
    {
        if (found.Length > 0 && found != trouble)
        {
            LogTrouble(logger, found);
        }

        trouble = found;
    }

    [LoggerMessage(LogLevel.Information, "{Tutorial} runs {Image}")]
    private static partial void LogResolved(ILogger logger, string tutorial, string image);

    [LoggerMessage(LogLevel.Error, "no ship can be launched yet: {Trouble}")]
    private static partial void LogTrouble(ILogger logger, string trouble);
}
