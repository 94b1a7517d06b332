using ShipAgent.Docker;

namespace ShipAgent.Containers;

/// <summary>Gets an image onto the ship: exactly the digest that was asked for, or a reason why not.</summary>
internal sealed class ImageFetcher(ImageCalls images, RegistryLogins logins, TimeProvider time)
{
    private const int Attempts = 3;
    private static readonly TimeSpan ProgressPause = TimeSpan.FromSeconds(1);

    public async Task<Refused?> FetchAsync(ImageReference image, Action<ulong, ulong> onProgress, CancellationToken cancellationToken)
    {
        var present = await images.InspectAsync(image.ToString(), cancellationToken);
        if (present.Value?.RepoDigests?.Contains(image.ToString()) == true)
            return null;
        for (var attempt = 1; ; attempt++)
        {
            var pulled = await images.PullAsync(image, logins.For(image), Throttled(onProgress), cancellationToken);
            if (pulled.Ok)
                return await VerifyAsync(image, cancellationToken);
            // A registry's bad moment should not fail a rollout; an image that is not there will not come.
            if (attempt == Attempts || IsFinal(pulled.Error!))
                return Refused.From(pulled.Error!, $"{image} could not be pulled");
            await Task.Delay(TimeSpan.FromSeconds(attempt), time, cancellationToken);
        }
    }

    private static bool IsFinal(DockerError error) => error.Fault == DockerFault.NotFound
        || error.Message.Contains("manifest unknown", StringComparison.OrdinalIgnoreCase)
        || error.Message.Contains("not found", StringComparison.OrdinalIgnoreCase)
        || error.Message.Contains("denied", StringComparison.OrdinalIgnoreCase);

    private async Task<Refused?> VerifyAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var details = await images.InspectAsync(image.ToString(), cancellationToken);
        if (details.Value is not { } found)
            return Refused.From(details.Error!, $"{image} is not there after its pull");
        return found.RepoDigests?.Contains(image.ToString()) == true
            ? null
            : new Refused($"{image} was pulled, but the engine holds another digest under that name");
    }

    private Action<PullTally> Throttled(Action<ulong, ulong> onProgress)
    {
        long? last = null;
        return tally =>
        {
            if (last is { } before && time.GetElapsedTime(before) < ProgressPause)
                return;
            last = time.GetTimestamp();
            onProgress(tally.Current, tally.Total);
        };
    }
}
