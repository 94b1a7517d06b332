using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mux;
using Mux.Camp;
using Mux.Fleet;
using Mux.Providers;
using Mux.Store;

namespace Contracts.Tests;

/// <summary>The real mux on loopback. Its machines are only said to be there: their agents are a test's.</summary>
internal sealed class LoopbackMux : IAsyncDisposable
{
    private static readonly string Image = "reg.example/intro@sha256:" + new string('1', 64);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("contract-mux-");
    private readonly SaidMachines _machines = new();
    private readonly WebApplication _app;

    public LoopbackMux(int ships)
    {
        Settings = new MuxSettings
        {
            DataFolder = _folder.FullName, AccessCode = "code", OrganizerToken = "token-of-the-organizers",
            AttendeeUrl = Url("http"), OrganizerUrl = Url("http"), ControlUrl = Url("https"),
        };
        var camp = new CampDefinition("spring", [new TutorialDefinition("intro", Image)])
        {
            Fleet = new FleetDefinition { Ships = ships, OpenAt = 0, MaxBooting = ships }, Local = new LocalDefinition { ManagedAgents = false },
        };
        _app = MuxHost.Build(camp, Settings, services => services.AddSingleton<IShipProvider>(_machines).AddLogging(logging => logging.ClearProviders()));
    }

    public MuxSettings Settings { get; }

    private FleetStore Store => _app.Services.GetRequiredService<FleetStore>();

    public async Task StartAsync()
    {
        await _app.StartAsync();
        // The registry of the image is not there to be asked.
        await Store.ChangeAsync(draft => { draft.PutTarget(new TutorialTarget("intro", Image, null)); return true; }, CancellationToken.None);
    }

    /// <summary>The next ship that the mux wants.</summary>
    public ValueTask<SaidLaunch> NextLaunchAsync(CancellationToken cancellationToken) => _machines.Launches.Reader.ReadAsync(cancellationToken);

    /// <summary>Returns when the ship is so.</summary>
    public async Task UntilAsync(ShipId ship, Func<Ship, bool> so, CancellationToken cancellationToken)
    {
        for (var snapshot = Store.Snapshot; !so(snapshot.Ships[ship]);)
        {
            snapshot = await Store.WaitForChangeAsync(snapshot.Version, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static Uri Url(string scheme) => new($"{scheme}://127.0.0.1:{FreePort.Take()}");
}
