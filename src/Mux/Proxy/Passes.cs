using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Mux.Auth;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Proxy;

/// <summary>Every login that uses a ship. A request takes no lock; one loop holds them all against the newest snapshot.</summary>
internal sealed class Passes(IOptions<ProxyOptions> options, FleetStore store, HelpVisits visits, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<Passes> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<string, Pass> byLogin = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<AttendeeId, Traffic> traffic = new();

    /// <summary>Null when the attendee has too much under way; else <see cref="Traffic.Leave"/> must follow.</summary>
    public Pass? TryEnter(in Visitor visitor, ShipId ship, bool webSocket)
    {
        if (!byLogin.TryGetValue(visitor.Login, out var pass) || pass.Ship != ship)
        {
            pass = Renew(visitor, ship);
        }

        return pass.Traffic.TryEnter(webSocket, webSocket ? options.Value.WebSocketsPerAttendee : options.Value.RequestsPerAttendee) ? pass : null;
    }

    /// <summary>Ends what no longer has a login, an attendee's leave, or a berth.</summary>
    public async Task PassAsync()
    {
        var snapshot = store.Snapshot;
        var now = time.GetUtcNow();
        foreach (var entry in byLogin)
        {
            if (!entry.Value.IsGood(HolderOf(entry.Key, snapshot, now), snapshot) && byLogin.TryRemove(entry))
            {
                await entry.Value.RevokeAsync();
            }
        }
    }

    public override void Dispose()
    {
        foreach (var pass in byLogin.Values)
        {
            pass.Dispose();
        }

        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The server waits for its last connection: a WebSocket would hold it until it is killed.
        using var closing = lifetime.ApplicationStopping.Register(RevokeAll);
        using var timer = new PeriodicTimer(options.Value.RecheckEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await PassAsync();
            }
#pragma warning disable CA1031 // a loop that ends would leave every later logout without effect
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Log.PassFailed(logger, exception);
            }
        }
    }

    private AttendeeId? HolderOf(string key, FleetSnapshot snapshot, DateTimeOffset now) =>
        snapshot.Logins.TryGetValue(key, out var login) ? login.ExpiresAt > now ? login.Attendee : null : visits.HostOf(key, snapshot, now);

    private void RevokeAll()
    {
        foreach (var pass in byLogin.Values)
        {
            _ = pass.RevokeAsync();
        }
    }

    private Pass Renew(Visitor visitor, ShipId ship)
    {
        var fresh = new Pass(visitor.Attendee, ship, traffic.GetOrAdd(visitor.Attendee, _ => new Traffic()));
        while (true)
        {
            var pass = byLogin.GetOrAdd(visitor.Login, fresh);
            if (pass.Ship == ship)
            {
                return pass;
            }

            if (byLogin.TryUpdate(visitor.Login, fresh, pass))
            {
                _ = pass.RevokeAsync();
                return fresh;
            }
        }
    }
}
