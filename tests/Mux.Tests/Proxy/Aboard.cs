using Mux.Fleet;
using Mux.Proxy;
using Xunit;

namespace Mux.Tests.Proxy;

/// <summary>For each test a mux, a ship, and ada, whose ship it is.</summary>
public abstract class Aboard : IAsyncLifetime
{
    private protected ProxyHost Host { get; private set; } = null!;

    private protected ShipServer Ship { get; private set; } = null!;

    private protected ShipId ShipId { get; private set; }

    private protected HttpClient Ada { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Ship = await ShipServer.StartAsync();
        Host = await ProxyHost.StartAsync(Configure);
        ShipId = await Host.BoardAsync("ada", Ship.Endpoint);
        Ada = Host.Client();
    }

    public async ValueTask DisposeAsync()
    {
        Ada.Dispose();
        await Host.DisposeAsync();
        await Ship.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected virtual void Configure(ProxyOptions options)
    {
        options.ConnectTimeout = TimeSpan.FromSeconds(2);
        options.RecheckEvery = TimeSpan.FromMilliseconds(100);
        options.IdleConnection = TimeSpan.FromSeconds(2);
    }

    private protected static HttpRequestMessage Message(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var message = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    private protected static HttpRequestMessage Navigation(string path) => Message(HttpMethod.Get, path, ("Accept", "text/html"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"));
}
