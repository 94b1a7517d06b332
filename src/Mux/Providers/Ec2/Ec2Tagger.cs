using System.Threading.Channels;
using Amazon.EC2;
using Amazon.EC2.Model;
using Mux.Camp;
using Mux.Fleet;

namespace Mux.Providers.Ec2;

/// <summary>Writes on each instance whose ship it is, for people who look at AWS's console. In its own time: nothing of the mux depends on it.</summary>
internal sealed partial class Ec2Tagger(Ec2Calls calls, CampDefinition camp, TimeProvider time, ILogger<Ec2Tagger> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Channel<Wish> queue = Channel.CreateUnbounded<Wish>(new UnboundedChannelOptions { SingleReader = true });

    public void Enqueue(IEnumerable<(ShipId Ship, Machine Machine)> pairs)
    {
        var now = time.GetUtcNow();
        foreach (var (ship, machine) in pairs)
        {
            queue.Writer.TryWrite(new Wish(ship, machine.ProviderId, now, now));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var wish in queue.Reader.ReadAllAsync(stoppingToken))
        {
            if (wish.NotBefore - time.GetUtcNow() is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait, time, stoppingToken);
            }

            try
            {
                await calls.CreateTagsAsync(new CreateTagsRequest { Resources = [wish.Instance], Tags = Ec2Tags.OfShip(camp.Name, wish.Ship.Value) }, stoppingToken);
            }
            catch (AmazonEC2Exception exception) when (exception.ErrorCode == "InvalidInstanceID.NotFound" && time.GetUtcNow() - wish.Since < Patience)
            {
                queue.Writer.TryWrite(wish with { NotBefore = time.GetUtcNow() + Pause }); // so new that EC2 does not know it everywhere yet
            }
#pragma warning disable CA1031 // a tag that is missing harms nobody
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogUntagged(logger, wish.Instance, Ec2Errors.Words(exception));
            }
        }
    }

    private sealed record Wish(ShipId Ship, string Instance, DateTimeOffset Since, DateTimeOffset NotBefore);

    [LoggerMessage(LogLevel.Warning, "{Instance} does not get its ship's name: {Reason}")]
    private static partial void LogUntagged(ILogger logger, string instance, string reason);
}
