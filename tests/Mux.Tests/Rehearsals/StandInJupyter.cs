using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mux.Tests.Rehearsals;

/// <summary>
/// A Jupyter as far as a stand-in asks: a page, a session, a kernel that adds. At this machine's own address on its network, since the mux forwards to no loopback;
/// all ships are at the same one.
/// </summary>
internal sealed class StandInJupyter : IAsyncDisposable
{
    private readonly WebApplication app;

    private StandInJupyter(WebApplication app) => this.app = app;

    public IPEndPoint Endpoint { get; private set; } = new(IPAddress.None, 0);

    /// <summary>What a cell gives.</summary>
    public string Result { get; set; } = "2";

    /// <summary>What a cell waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Completes when the first cell is asked for.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Null on a machine without a network: then nothing can be forwarded to.</summary>
    public static IPAddress? OwnAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(one => one.OperationalStatus == OperationalStatus.Up && one.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(one => one.GetIPProperties().UnicastAddresses)
        .Select(one => one.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !address.ToString().StartsWith("169.254.", StringComparison.Ordinal));

    public static async Task<StandInJupyter> StartAsync()
    {
        var address = OwnAddress() ?? throw new InvalidOperationException("this machine has no network address");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(address, 0));
        var app = builder.Build();
        var jupyter = new StandInJupyter(app);
        app.UseWebSockets();
        app.MapGet("/camp/intro/", () => Results.Redirect("/camp/intro/tree/first.ipynb"));
        app.MapGet("/camp/intro/tree/first.ipynb", () => Results.Content("<!doctype html><title>first</title>", "text/html"));
        app.MapGet("/camp/intro/api/sessions", () => Results.Json(new[] { new { path = "other.ipynb", kernel = new { id = "../steal" } }, new { path = "first.ipynb", kernel = new { id = "k-1" } } }));
        app.Map("/camp/intro/api/kernels/k-1/channels", (Delegate)jupyter.TalkAsync);
        await app.StartAsync();
        var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        jupyter.Endpoint = new IPEndPoint(address, new Uri(url).Port);
        return jupyter;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task TalkAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[64 << 10];
        var asked = await socket.ReceiveAsync(buffer, context.RequestAborted);
        using var message = JsonDocument.Parse(buffer.AsMemory(0, asked.Count));
        var parent = message.RootElement.GetProperty("header").Clone();
        Asked.TrySetResult();
        await Gate.WaitAsync(context.RequestAborted);
        await SayAsync("status", new { execution_state = "busy" });
        await SayAsync("execute_result", new { data = new Dictionary<string, string> { ["text/plain"] = Result } });
        await SayAsync("execute_reply", new { status = "ok" });
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);

        Task SayAsync(string type, object content) => socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(new { header = new { msg_type = type }, parent_header = parent, content }), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
    }
}
