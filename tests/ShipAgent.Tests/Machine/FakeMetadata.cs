using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ShipAgent.Tests.Machine;

/// <summary>A metadata service on loopback as a machine sees it: without a token of its own it says nothing.</summary>
internal sealed class FakeMetadata : IAsyncDisposable
{
    private readonly WebApplication _app;
    private string _token = "first";

    private FakeMetadata(WebApplication app) => _app = app;

    public ConcurrentDictionary<string, string> Values { get; } = new()
    {
        ["instance-id"] = "i-0123456789abcdef0",
        ["local-ipv4"] = "10.0.1.17",
        ["instance-life-cycle"] = "on-demand",
    };

    public int Tokens { get; private set; }

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<FakeMetadata> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var fake = new FakeMetadata(builder.Build());
        fake._app.MapPut("/latest/api/token", fake.Token);
        fake._app.MapGet("/latest/meta-data/{**path}", fake.Value);
        await fake._app.StartAsync();
        return fake;
    }

    /// <summary>Tokens given so far are good no longer.</summary>
    public void Expire() => _token = Guid.NewGuid().ToString("N");

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private IResult Token(HttpRequest request)
    {
        Tokens++;
        return request.Headers.ContainsKey("X-aws-ec2-metadata-token-ttl-seconds") ? Results.Text(_token) : Results.BadRequest();
    }

    private IResult Value(string path, HttpRequest request) =>
        request.Headers["X-aws-ec2-metadata-token"] != _token ? Results.Unauthorized()
        : Values.TryGetValue(path, out var value) ? Results.Text(value) : Results.NotFound();
}
