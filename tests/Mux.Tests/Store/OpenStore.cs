using Microsoft.Extensions.Time.Testing;
using Mux.Fleet;
using Mux.Store;
using Mux.Tests.Fleet;

namespace Mux.Tests.Store;

/// <summary>A store over a real file, with the few changes that tests make again and again.</summary>
internal sealed class OpenStore(string file, int openAt = 1) : IAsyncDisposable
{
    public CapturedLogs Logs { get; } = new();

    public FleetStore Store { get; private set; } = null!;

    public FleetSnapshot Snapshot => Store.Snapshot;

    public static async Task<OpenStore> AtAsync(string file, int openAt = 1)
    {
        var open = new OpenStore(file, openAt);
        await open.StartAsync();
        return open;
    }

    public async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        await StartAsync();
    }

    public Task<bool> ChangeAsync(Action<StoreDraft> change) => Store.ChangeAsync(draft => { change(draft); return true; }, CancellationToken.None);

    public Task<bool> PutAsync(params Ship[] ships) => ChangeAsync(draft => Array.ForEach(ships, ship => draft.Put(ship)));

    public Task<bool> ArriveAsync(string name) => ChangeAsync(draft => WaitingLine.Join(draft, Somebody(name)));

    public Task<Transition> ApplyAsync(ShipId ship, ShipEvent happened) => Store.ChangeAsync(draft => draft.Apply(ship, happened), CancellationToken.None);

    public static Attendee Somebody(string name) => new(new AttendeeId("a-" + name), name, name, "canary-resume-hash", null, Given.Noon, null, "");

    public static AttendeeId IdOf(string name) => new("a-" + name);

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private async Task StartAsync()
    {
        Store = new FleetStore(new StoreOptions(Given.Camp, file, openAt), new FakeTimeProvider(), Logs.For<FleetStore>());
        await Store.StartAsync(CancellationToken.None);
    }
}
