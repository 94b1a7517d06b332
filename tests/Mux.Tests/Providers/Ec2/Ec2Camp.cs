using System.Net;
using Amazon.EC2;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Mux.Camp;
using Mux.Controller;
using Mux.Fleet;
using Mux.Images;
using Mux.Providers.Ec2;
using Mux.Store;
using Mux.Tests.Fleet;
using Xunit;

namespace Mux.Tests.Providers.Ec2;

/// <summary>
/// The real store, controller and provider over an EC2 for tests, driven step by step; the agents' part is played by the test. One that is disposed of is a mux
/// that was killed: whatever had no answer has left nothing but its stored intent.
/// </summary>
internal sealed class Ec2Camp : IAsyncDisposable
{
    private const string Name = "spring";
    private readonly ServiceProvider services;
    private readonly CancellationTokenSource life = new();
    private readonly HastyTime time;

    private Ec2Camp(ServiceProvider services, ITestCloud cloud, HastyTime time) => (this.services, Cloud, this.time) = (services, cloud, time);

    public ITestCloud Cloud { get; }

    public FleetStore Store => services.GetRequiredService<FleetStore>();

    public FleetSnapshot Fleet => Store.Snapshot;

    public int MostWanted { get; set; } = int.MaxValue;

    /// <param name="settings">Null: those that the scripted EC2 is content with.</param>
    /// <param name="handler">What calls go through; null: the cloud's own.</param>
    public static async Task<Ec2Camp> StartAsync(TemporaryFolder folder, ITestCloud cloud, HastyTime time, Ec2Definition? settings = null, HttpMessageHandler? handler = null)
    {
        var archive = Path.Combine(folder.Path, "agent.tar.gz");
        await File.WriteAllTextAsync(archive, "the agent");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "ca.crt"), Ec2Rig.Authority);
        var ec2 = settings ?? Ec2Rig.Settings;
        var config = Ec2Client.ConfigFor(ec2);
        config.HttpClientFactory = new Ec2Rig.Factory(handler ?? cloud.Handler);
        var machine = new MuxSettings { DataFolder = folder.Path, AccessCode = "code", OrganizerToken = "token", ControlUrl = new Uri("https://10.0.0.5:8443"), AgentArchivePath = archive };
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(time).AddSingleton(machine)
            .AddSingleton(new CampDefinition(Name, [new TutorialDefinition("intro", "reg.example/intro:1")]) { Ec2 = ec2, Fleet = FleetDefinition.For("ec2") })
            .AddSingleton<AgentArchive>()
            .AddStore(new StoreOptions(Name, Path.Combine(folder.Path, "mux.db"), 0))
            .AddImages([]).AddEc2(ec2).AddController()
            .AddSingleton<IAmazonEC2>(new AmazonEC2Client(new BasicAWSCredentials("key", "secret"), config))
            .BuildServiceProvider();
        var camp = new Ec2Camp(services, cloud, time);
        await camp.Store.StartAsync(CancellationToken.None);
        await camp.ChangeAsync(draft => draft.PutTarget(Given.OldTarget));
        return camp;
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public Task<bool> ChangeAsync(Action<StoreDraft> change) => Store.ChangeAsync(draft => { change(draft); return true; }, CancellationToken.None);

    public Task GoalAsync(int ships) => ChangeAsync(draft => draft.SetGoal(ships));

    /// <summary>Five seconds of the camp's life.</summary>
    public async Task StepAsync()
    {
        time.Advance(TimeSpan.FromSeconds(5));
        try
        {
            await Get<FleetController>().PassAsync(life.Token);
        }
        catch (OperationCanceledException) when (life.IsCancellationRequested)
        {
            // Killed by a call that the pass itself began: its loop ends so.
        }

        await Get<EffectRunner>().SettleAsync();
        Cloud.Tick();
        await ChangeAsync(Speak);
        Check();
    }

    public async Task UntilAsync(Func<bool> so, int steps = 400)
    {
        for (var i = 0; !so(); i++)
        {
            Assert.True(i < steps, $"it did not come to be: {Cloud.Alive().Count} machines are there; {string.Join(", ", FleetOutlook.Of(Fleet, 0, time.GetUtcNow()).Concerns.Select(concern => concern.Text))}; {string.Join(", ", Fleet.Ships.Values.CountBy(ship => ship.State))}");
            await StepAsync();
        }
    }

    public Task UntilAvailableAsync(int ships) => UntilAsync(() => Fleet.Count(ShipState.Available) == ships);

    public async Task TakeDownAsync()
    {
        await ChangeAsync(draft => { draft.SetGoal(0); Fleet.Ships.Values.Where(ship => ship.IsLive).ToList().ForEach(ship => draft.Apply(ship.Id, new ShipEvent.Ended(TerminationCause.Organizer, "down"))); });
        await UntilAsync(() => Fleet.Ships.Values.All(ship => ship.Reclaimed) && Fleet.Batches.IsEmpty);
    }

    /// <summary>The mux is killed: nothing under way comes to an end.</summary>
    public async ValueTask DisposeAsync()
    {
        await life.CancelAsync();
        await Get<EffectRunner>().SettleAsync();
        await Store.DisposeAsync();
        await services.DisposeAsync();
        life.Dispose();
    }

    // The ledger, at every step: never more machines than were wanted, and none that nobody has known for ten minutes.
    private void Check()
    {
        var alive = Cloud.Alive().Where(machine => machine.Fleet == Fleet.Fleet.Value).ToList();
        Assert.True(alive.Count <= MostWanted, $"{alive.Count} machines are there, {MostWanted} were wanted");
        var known = Fleet.Ships.Values.Select(ship => ship.ProviderId).ToHashSet();
        Assert.DoesNotContain(alive, machine => time.GetUtcNow() - machine.LaunchedAt > TimeSpan.FromMinutes(10) && !known.Contains(machine.Id));
    }

    public void Kill() => life.Cancel();

    private void Speak(StoreDraft draft)
    {
        var running = Cloud.Alive().Where(machine => machine.Runs).Select(machine => machine.Id).ToHashSet();
        foreach (var ship in draft.Snapshot.Ships.Values.Where(ship => ship is { State: ShipState.Booting, ProviderId: { } id, Block: not null } && running.Contains(id)))
        {
            draft.Apply(ship.Id, new ShipEvent.SaidHello(1, Given.Stream));
            var endpoint = new IPEndPoint(ship.Block!.Value.BaseAddress, 8888);
            draft.Apply(ship.Id, Given.Report(1, ship.Generation, Given.Status(ship, TutorialPhase.Healthy, endpoint)));
            draft.Apply(ship.Id, new ShipEvent.Probed(ship.Generation, true));
        }
    }
}
