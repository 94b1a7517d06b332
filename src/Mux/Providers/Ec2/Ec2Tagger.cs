using System.Threading.Channels;
using Amazon.EC2.Model;
using Mux.Camp;
using Mux.Fleet;

namespace Mux.Providers.Ec2;

/// <summary>Writes on each instance whose ship it is, for people who look at AWS's console. In its own time: nothing of the mux depends on it.</summary>
internal sealed partial class Ec2Tagger(Ec2Calls calls, CampDefinition camp, ILogger<Ec2Tagger> logger) : BackgroundService
{
    private readonly Channel<(ShipId Ship, Machine Machine)> queue = Channel.CreateUnbounded<(ShipId, Machine)>(new UnboundedChannelOptions { SingleReader = true });

    public void Enqueue(IEnumerable<(ShipId Ship, Machine Machine)> pairs)
    {
        foreach (var pair in pairs)
        {
            queue.Writer.TryWrite(pair);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (ship, machine) in queue.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await calls.CreateTagsAsync(new CreateTagsRequest { Resources = [machine.ProviderId], Tags = Ec2Tags.OfShip(camp.Name, ship.Value) }, stoppingToken);
            }
#pragma warning disable CA1031 // a tag that is missing harms nobody
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogUntagged(logger, machine.ProviderId, Ec2Errors.Words(exception));
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Instance} does not get its ship's name: {Reason}")]
    private static partial void LogUntagged(ILogger logger, string instance, string reason);
}
