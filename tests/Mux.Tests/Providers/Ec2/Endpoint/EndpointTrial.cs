using System.Diagnostics;
using Amazon.EC2;
using Microsoft.Extensions.DependencyInjection;
using Mux.Camp;
using Mux.Fleet;
using Mux.Providers;
using Mux.Providers.Ec2;
using Xunit;

namespace Mux.Tests.Providers.Ec2.Endpoint;

/// <summary>
/// The provider itself against an endpoint: one machine from its launch until it is gone for certain. Whatever happens, what the trial has made is taken down; a
/// machine that outlives even that powers itself off, since it never reaches a mux, and so ends.
/// </summary>
internal sealed class EndpointTrial : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly TemporaryFolder folder = new();
    private readonly EndpointSettings settings;
    private readonly ITestOutputHelper output;
    private readonly ServiceProvider services;
    private readonly HashSet<string> made = [];

    public EndpointTrial(EndpointSettings settings, ITestOutputHelper output)
    {
        (this.settings, this.output) = (settings, output);
        File.WriteAllText(folder.At("ca.crt"), Ec2Rig.Authority);
        File.WriteAllText(folder.At("agent.tar.gz"), "no agent");
        // A camp of its own, so that nothing else at the endpoint is ever seen, let alone taken down.
        var camp = new CampDefinition($"trial-{RandomName.Of(12)}", []) { Ec2 = settings.Ec2 };
        var machine = new MuxSettings { DataFolder = folder.Path, AccessCode = "", OrganizerToken = "", ControlUrl = new Uri("https://10.0.0.5:8443"), AgentArchivePath = folder.At("agent.tar.gz") };
        var parts = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton(machine).AddSingleton<AgentArchive>().AddSingleton(camp).AddEc2(settings.Ec2);
        services = (settings.Credentials is { } key ? parts.AddSingleton<IAmazonEC2>(new AmazonEC2Client(key, Ec2Client.ConfigFor(settings.Ec2))) : parts).BuildServiceProvider();
    }

    private IShipProvider Provider => services.GetRequiredService<IShipProvider>();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var tagger = services.GetRequiredService<Ec2Tagger>();
        await tagger.StartAsync(cancellationToken);
        try
        {
            await LiveAsync(cancellationToken);
        }
        finally
        {
            await tagger.StopAsync(CancellationToken.None);
            await EndAllAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        folder.Dispose();
    }

    private async Task LiveAsync(CancellationToken cancellationToken)
    {
        Assert.Empty(await Provider.ListAsync(cancellationToken));
        var placement = Provider.Traits.Launch.Placements.Single();
        var ship = ShipId.New();
        var batch = new LaunchBatch(BatchId.New(), [ship], placement, Provider.ParametersFor(placement, FleetId.New()), TimeProvider.System.GetUtcNow());
        var id = await LaunchAsync(batch, cancellationToken);
        var listed = await UntilAsync(machine => machine.ProviderId == id && machine is { State: MachineState.Alive, Block: not null } && machine.Ship == ship, cancellationToken);
        Assert.Equal((batch.Id.Value, settings.Ec2.Placements[0].Type, 32), (listed.Batch, listed.Type, listed.Block!.Value.PrefixLength));
        output.WriteLine($"{id} is listed at {listed.Block} and carries its ship's name");
        if (settings.RemembersTokens)
        {
            Assert.Equal(id, await LaunchAsync(batch with { Asked = 1 }, cancellationToken));
            output.WriteLine("the same order once more: the same machine");
        }

        Assert.Single(await Provider.ListAsync(cancellationToken));
    }

    private async Task<string> LaunchAsync(LaunchBatch batch, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var answer = await Provider.LaunchAsync(new LaunchRequest(batch, Ec2Rig.Token), cancellationToken);
        var machine = Assert.Single(Assert.IsType<LaunchAnswer.Made>(answer).Machines);
        made.Add(machine.ProviderId);
        output.WriteLine($"{machine.ProviderId} made of {batch.Placement} in {watch.ElapsedMilliseconds} ms");
        return machine.ProviderId;
    }

    private async Task<Machine> UntilAsync(Func<Machine, bool> so, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            if ((await Provider.ListAsync(patience.Token)).FirstOrDefault(so) is { } found)
            {
                return found;
            }

            await Task.Delay(Pause, TimeProvider.System, patience.Token);
        }
    }

    // What the endpoint lists of this trial, and what it was heard to have made, listed or not.
    private async Task EndAllAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            made.UnionWith((await Provider.ListAsync(patience.Token)).Select(machine => machine.ProviderId));
            var gone = await Provider.TerminateAsync([.. made.Select(id => new MachineEnd(null, id, KeepHomes: false))], patience.Token);
            if (gone.All(one => one))
            {
                output.WriteLine($"gone for certain: {(made.Count == 0 ? "nothing was made" : string.Join(", ", made))}");
                return;
            }

            await Task.Delay(Pause, TimeProvider.System, patience.Token);
        }
    }
}
