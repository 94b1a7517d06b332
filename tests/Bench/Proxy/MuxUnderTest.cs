using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bench.Fleet;
using Bench.Login;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bench.Proxy;

/// <summary>The whole mux, as <c>mux serve</c> runs it, with one ship whose agent is simulated over the real wire and whose Jupyter is the upstream; somebody is logged in.</summary>
internal sealed partial class MuxUnderTest(string folder) : IAsyncDisposable
{
    public const int Port = 8080;

    private const string Digest = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
    private static readonly Uri Url = new($"http://127.0.0.1:{Port}");

    private readonly CancellationTokenSource stop = new();
    private WebApplication? registry;
    private Process? mux;
    private Task agent = Task.CompletedTask;

    /// <param name="shipPort">Where the ship's Jupyter answers, at whatever address of 10.77.0.0/16 the mux gives the ship.</param>
    public async Task<Contender> StartAsync(int shipPort)
    {
        registry = await StartRegistryAsync();
        var camp = Path.Combine(folder, "camp.yaml");
        await File.WriteAllTextAsync(camp, $$"""
            name: bench
            tutorials: [{name: t1, image: "127.0.0.1:5999/bench/t1:latest"}]
            fleet: {ships: 1, max_ships: 1, open_at: 1}
            local: {agents: external}
            """);
        Environment.SetEnvironmentVariable("MUX_DATA", folder);
        Environment.SetEnvironmentVariable("MUX_ORGANIZER_TOKEN", "bench-organizer-token-0123456789");
        Environment.SetEnvironmentVariable("MUX_ACCESS_CODE", "bench-code");
        mux = Peers.Start(Command.MuxProgram, ["serve", "--config", camp]);
        var ships = Path.Combine(folder, "ships");
        await UntilAsync(() => Task.FromResult(Directory.Exists(ships) && Directory.GetFiles(ships, "agent.json", SearchOption.AllDirectories).Length == 1));
        agent = new SimulatedShip(Directory.GetDirectories(ships).Single(), shipPort, (_, _) => { }).RunAsync(stop.Token);
        return new Contender("mux", Port, mux, await LogInAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await agent.ContinueWith(_ => { }, TaskScheduler.Default);
        mux?.Kill();
        mux?.Dispose();
        await (registry?.DisposeAsync() ?? ValueTask.CompletedTask);
        stop.Dispose();
    }

    private static async Task<IReadOnlyList<string>> LogInAsync()
    {
        var jar = new CookieContainer();
        using var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = jar, AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = Url };
        browser.DefaultRequestHeaders.Add("Origin", Url.GetLeftPart(UriPartial.Authority));
        var form = "";
        await UntilAsync(async () => (form = await browser.GetStringAsync("/login")).Length > 0);
        using var posted = new FormUrlEncodedContent([new("name", "Ada"), new("code", "bench-code"), new("token", WebUtility.HtmlDecode(Token().Match(form).Groups[1].Value))]);
        using var answer = await browser.PostAsync("/login", posted);
        if (answer.StatusCode != HttpStatusCode.SeeOther)
        {
            throw new InvalidOperationException($"the login was answered with {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }

        await UntilAsync(async () => (string?)(await browser.GetFromJsonAsync<JsonNode>("/berth"))!["state"] == "ready");
        return [$"Cookie: mux={jar.GetCookies(Url)["mux"]!.Value}", $"Origin: {Url.GetLeftPart(UriPartial.Authority)}"];
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await poll.WaitForNextTickAsync(patience.Token))
        {
            try
            {
                if (await condition())
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not up yet.
            }
        }
    }

    private static async Task<WebApplication> StartRegistryAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 5999));
        var app = builder.Build();
        app.MapMethods("/v2/bench/t1/manifests/{reference}", ["HEAD"], (string reference, HttpContext http) =>
        {
            http.Response.Headers["Docker-Content-Digest"] = reference == "latest" ? Digest : reference;
            return Results.Ok();
        });
        await app.StartAsync();
        return app;
    }

    [GeneratedRegex("name=\"token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
