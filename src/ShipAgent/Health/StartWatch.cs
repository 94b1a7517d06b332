using ShipAgent.Docker;

namespace ShipAgent.Health;

/// <summary>Waits for a started container's Jupyter.</summary>
internal sealed class StartWatch(ContainerCalls containers, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Null once Jupyter answers; otherwise why there is no use in waiting on.</summary>
    public async Task<string?> AwaitAnswerAsync(string id, JupyterServer jupyter, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause * 1.3 < LongestPause ? pause * 1.3 : LongestPause)
        {
            if (await jupyter.GetStatusAsync(cancellationToken) is not null)
                return null;
            var details = await containers.InspectAsync(id, cancellationToken);
            if (details.Error is { Fault: DockerFault.NotFound })
                return "the container has been removed";
            if (details.Value is { State.Running: false })
                return "the container has ended";
            await Task.Delay(pause, time, cancellationToken);
        }
    }
}
