using Contracts.Control;
using ShipAgent.Docker;

namespace ShipAgent.Containers;

/// <summary>
/// Brings one tutorial's container up beside whatever serves: image, container, Jupyter, kernel, content. It either ends
/// promoted or leaves nothing but a reason.
/// </summary>
internal sealed class TutorialLauncher(ContainerCalls containers, ImageFetcher images, ContainerStarter starter, IHomeKeeping homes, BringUp bringUp,
    ContentSwitch content, Postmortem postmortem, TimeProvider time) : IDisposable
{
    private const int StartsAtOnce = 2;
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(15);

    // Starting kernels starves those that work already.
    private readonly SemaphoreSlim _starts = new(StartsAtOnce);

    /// <param name="order">What to launch.</param>
    /// <param name="onStep">Told at each change; may be called from any thread.</param>
    /// <param name="onStarted">Told the id of the started container: an author watches its output.</param>
    /// <param name="cancellationToken">Ends the launch; what it made is removed all the same.</param>
    public async Task<LaunchOutcome> LaunchAsync(Launch order, Action<LaunchStep> onStep, Action<string>? onStarted, CancellationToken cancellationToken)
    {
        var image = ImageReference.Parse(order.Wanted.Spec.Image);
        var faults = SpecCheck.Faults(order.Wanted.Spec, order.AllowLocalImage).ToArray();
        if (faults.Length > 0)
            return new Refused(string.Join("; ", faults));
        onStep(new LaunchStep(Phase.Pulling));
        if (image is not null
            && await images.FetchAsync(image, (current, total) => onStep(new LaunchStep(Phase.Pulling, current, total)), cancellationToken) is { } refused)
            return refused;
        await _starts.WaitAsync(cancellationToken);
        try
        {
            onStep(new LaunchStep(Phase.Starting));
            if (order.Beside is { } serving && await content.TryAsync(serving, order.Wanted, cancellationToken) is { } refreshed)
                return refreshed;
            return await StartAsync(order, onStarted, cancellationToken);
        }
        finally
        {
            _starts.Release();
        }
    }

    public void Dispose() => _starts.Dispose();

    private async Task<LaunchOutcome> StartAsync(Launch order, Action<string>? onStarted, CancellationToken cancellationToken)
    {
        var created = await starter.CreateAsync(order.Wanted, cancellationToken);
        if (created.Value is not { } id)
            return Refused.From(created.Error!, "the container could not be made");
        var promoted = false;
        try
        {
            if (await homes.PrepareAsync(id, order.Wanted.Spec.HomeVolume, cancellationToken) is { } unready)
                return unready;
            var outcome = await RunAsync(id, order, onStarted, cancellationToken);
            promoted = outcome is Promoted;
            return outcome;
        }
        finally
        {
            // Not the caller's token: a cancelled launch cleans up too. What this misses, the planner retires later.
            if (!promoted)
                await containers.RemoveAsync(id, CancellationToken.None);
        }
    }

    private async Task<LaunchOutcome> RunAsync(string id, Launch order, Action<string>? onStarted, CancellationToken cancellationToken)
    {
        var started = await containers.StartAsync(id, cancellationToken);
        if (!started.Ok)
            return Refused.From(started.Error!, "the container could not be started");
        onStarted?.Invoke(id);
        var timeout = TimeoutOf(order.Wanted.Spec);
        using var clock = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            var result = await bringUp.RunAsync(id, order, both.Token);
            return result.Promoted is { } promoted ? promoted : await postmortem.ExamineAsync(id, result.Complaint!, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return await postmortem.ExamineAsync(id, $"the container was not healthy within {timeout.TotalSeconds:0} s", cancellationToken);
        }
    }

    public static TimeSpan TimeoutOf(TutorialSpec spec) =>
        spec.StartTimeoutSeconds == 0 ? DefaultTimeout
        : TimeSpan.FromSeconds(spec.StartTimeoutSeconds) is var asked && asked < LongestTimeout ? asked : LongestTimeout;
}
