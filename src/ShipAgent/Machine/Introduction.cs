using ShipAgent.Settings;

namespace ShipAgent.Machine;

/// <summary>Asks the cloud what this machine is, before anything else: without an answer there is nobody to be.</summary>
internal static class Introduction
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Returns once the cloud has answered; null on a machine that is no cloud's.</summary>
    public static async Task<CloudMachine?> AskAsync(AgentSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!settings.IsOnCloud)
            return null;
        using var http = InstanceMetadata.Client(settings.MetadataUrl);
        var metadata = new InstanceMetadata(http);
        while (true)
        {
            try
            {
                if (await metadata.IntroduceAsync(cancellationToken) is { } machine)
                    return machine;
                await Console.Error.WriteLineAsync("the metadata service knows neither instance-id nor local-ipv4; asking again");
            }
            catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync($"the metadata service does not answer ({fault.Message}); asking again");
            }
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
