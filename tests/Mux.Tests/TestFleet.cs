using System.Net;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Tests;

/// <summary>Puts ships into the store as agents and probes would have made them.</summary>
internal sealed class TestFleet(FleetStore store)
{
    public static readonly string FirstDigest = "sha256:" + new string('1', 64);
    public static readonly string SecondDigest = "sha256:" + new string('2', 64);

    /// <summary>A ship that is free to be claimed, booted in the time given.</summary>
    public Task<ShipId> AddAvailableAsync(TimeSpan? bootTime = null) => AddAsync(ShipState.Available, TimeSpan.Zero, bootTime ?? TimeSpan.FromSeconds(40));

    public Task<ShipId> AddBootingAsync(TimeSpan age) => AddAsync(ShipState.Booting, age, null);

    /// <summary>Changes what a ship is, around the lifecycle: for states that take many events.</summary>
    public Task ReplaceAsync(ShipId id, Func<Ship, Ship> next) => ChangeAsync(draft => draft.Put(next(draft.Snapshot.Ships[id])));

    public Task ReportAsync(ShipId id, Func<TutorialStatus, TutorialStatus> next, string tutorial = "plots") =>
        ReplaceAsync(id, ship => ship with { Tutorials = ship.Tutorials.SetItem(tutorial, next(ship.Tutorials[tutorial])) });

    public Task EndAsync(ShipId id, string reason) => ChangeAsync(draft => draft.Apply(id, new ShipEvent.Ended(TerminationCause.Failed, reason)));

    public Task ChangeAsync(Action<StoreDraft> change) => store.ChangeAsync(
        draft =>
        {
            change(draft);
            return true;
        },
        CancellationToken.None);

    private Task<ShipId> AddAsync(ShipState state, TimeSpan age, TimeSpan? bootTime) => store.ChangeAsync(
        draft =>
        {
            var ship = new Ship(ShipId.New(), HomeId.New(), draft.Now - age - (bootTime ?? TimeSpan.Zero))
            {
                State = state,
                StateSince = draft.Now,
                FirstAvailableAt = bootTime is null ? null : draft.Now,
                Block = IPNetwork.Parse("10.77.0.0/28"),
                Vitals = new ShipVitals { Link = ShipLink.Connected },
            };
            ship = ship with { Targets = ship.Targets.AddRange(TestHost.Camp.Tutorials.Select(tutorial => KeyValuePair.Create(tutorial.Name, new TutorialTarget(tutorial.Name, $"{tutorial.Image}@{FirstDigest}", null)))) };
            draft.Put(state == ShipState.Available ? ship with { Tutorials = ship.Tutorials.AddRange(TestHost.Camp.Tutorials.Select(tutorial => KeyValuePair.Create(tutorial.Name, Serving(ship, tutorial.Name)))) } : ship);
            return ship.Id;
        },
        CancellationToken.None);

    public static TutorialStatus Serving(Ship ship, string tutorial) => new(tutorial)
    {
        Phase = TutorialPhase.Healthy,
        TargetDigest = FirstDigest,
        RunningDigest = FirstDigest,
        RunningHome = ship.Home.VolumeOf(TestHost.Camp.Name, tutorial),
        Endpoint = IPEndPoint.Parse("10.77.0.2:8888"),
    };
}
