using Contracts.Control;
using ShipAgent.Docker;
using Phase = Contracts.Control.ImageReport.Types.Phase;

namespace ShipAgent.Containers;

/// <summary>
/// Images that the ship shall have before anything runs them, and those that it need not keep. Touched by the reconciler's loop alone: pulls run
/// beside it, a few at a time, and post what they find.
/// </summary>
internal sealed class ImageShelf(ImageFetcher fetcher, ImageCalls images, ContainerCalls containers) : IDisposable
{
    private const int PullsAtOnce = 2;
    private const int MostWanted = 16;

    private readonly Dictionary<string, Entry> _entries = [];
    private readonly SemaphoreSlim _pulls = new(PullsAtOnce);
    private ulong? _generation;

    /// <summary>Starts to fetch what is wanted and not there, at each generation anew; removes what is no longer wanted.</summary>
    /// <param name="spec">The newest spec.</param>
    /// <param name="post">Runs an action in the reconciler's loop, soon.</param>
    /// <param name="stopping">Ends what is under way.</param>
    public void Want(DesiredSpec spec, Action<Action> post, CancellationToken stopping)
    {
        if (_generation == spec.Generation)
            return;
        _generation = spec.Generation;
        var wanted = spec.Prefetch.Take(MostWanted).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _entries.Keys.Where(image => !wanted.Contains(image)).ToArray())
            _entries.Remove(gone);
        foreach (var image in wanted.Where(image => !_entries.TryGetValue(image, out var entry) || entry.Report.Phase == Phase.Failed))
        {
            var entry = _entries[image] = new Entry(new ImageReport { Image = image, Phase = Phase.Pulling });
            _ = PullAsync(entry, post, stopping);
        }
        if (spec.Retire.Count > 0)
            _ = RetireAsync([.. spec.Retire.Take(MostWanted).Except(wanted)], stopping);
    }

    public IEnumerable<ImageReport> Describe() => _entries.Values.Select(entry => entry.Report).OrderBy(report => report.Image, StringComparer.Ordinal);

    public void Dispose() => _pulls.Dispose();

    private async Task PullAsync(Entry entry, Action<Action> post, CancellationToken stopping)
    {
        var image = entry.Report.Image;
        try
        {
            var refused = ImageReference.Parse(image) is { } reference
                ? await FetchAsync(reference, (current, total) => post(() => entry.Report = Progress(image, current, total)), stopping)
                : new Refused("the image must be repository@sha256:… with 64 hexadecimal digits");
            post(() => entry.Report = new ImageReport { Image = image, Phase = refused is null ? Phase.Present : Phase.Failed, Reason = refused?.Reason ?? "" });
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The agent stops; the next one begins anew.
        }
    }

    private async Task<Refused?> FetchAsync(ImageReference reference, Action<ulong, ulong> onProgress, CancellationToken stopping)
    {
        await _pulls.WaitAsync(stopping);
        try
        {
            return await fetcher.FetchAsync(reference, onProgress, stopping);
        }
        finally
        {
            _pulls.Release();
        }
    }

    // The engine would keep the files of one that is in use, but not its name, by which it is known to be there.
    private async Task RetireAsync(string[] retired, CancellationToken stopping)
    {
        try
        {
            foreach (var image in retired.Select(ImageReference.Parse).OfType<ImageReference>())
            {
                if ((await containers.ListOfImageAsync(image, stopping)).Value is [])
                    await images.RemoveAsync(image, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The next agent is told again.
        }
    }

    private static ImageReport Progress(string image, ulong current, ulong total) =>
        new() { Image = image, Phase = Phase.Pulling, PulledBytes = current, PullTotalBytes = total };

    private sealed record Entry(ImageReport First)
    {
        public ImageReport Report { get; set; } = First;
    }
}
