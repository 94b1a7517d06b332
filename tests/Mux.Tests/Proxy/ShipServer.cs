using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mux.Tests.Proxy;

/// <summary>A stranger's machine: a server that answers as a test wants, and remembers what it was sent.</summary>
internal sealed class ShipServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private ShipServer(WebApplication app) => this.app = app;

    /// <summary>What it answers; by default the path.</summary>
    public RequestDelegate Answer { get; set; } = context => context.Response.WriteAsync(context.Request.Path + context.Request.QueryString);

    /// <summary>Every request's head as it came, one string each.</summary>
    public ConcurrentQueue<string> Heads { get; } = [];

    public IPEndPoint Endpoint { get; private set; } = new(IPAddress.Loopback, 1);

    public string LastHead => Heads.Last();

    public static async Task<ShipServer> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.AddServerHeader = false;
        });
        var app = builder.Build();
        var ship = new ShipServer(app);
        app.UseWebSockets();
        app.Run(context =>
        {
            var lines = context.Request.Headers.SelectMany(header => header.Value.Select(value => $"{header.Key}: {value}"));
            ship.Heads.Enqueue($"{context.Request.Method} {context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget}\n{string.Join('\n', lines)}\n");
            return ship.Answer(context);
        });
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        ship.Endpoint = new IPEndPoint(IPAddress.Loopback, new Uri(address).Port);
        return ship;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
