using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Mux.Fleet;
using Mux.Helping;
using Mux.Proxy;
using Mux.Tests.Api;
using Mux.Tests.Proxy;
using Xunit;

namespace Mux.Tests.Helping;

/// <summary>A whole mux with Ada, whose hand is up and whose ship is a server of the test's, and with Ana, a helper.</summary>
internal sealed class HelpStage : IAsyncDisposable
{
    private HelpStage(OrganizerHost host, ShipServer ship)
    {
        (Host, Ship) = (host, ship);
        Ada = new TestBrowser(host.Settings.AttendeeUrl);
        Ana = new TestBrowser(host.Settings.OrganizerUrl);
        AnaAbroad = new TestBrowser(host.Settings.AttendeeUrl, new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, CookieContainer = Jar });
    }

    public OrganizerHost Host { get; }

    public ShipServer Ship { get; }

    public TestBrowser Ada { get; }

    /// <summary>At the organizers' listener.</summary>
    public TestBrowser Ana { get; }

    /// <summary>The same person's browser at the attendees' listener.</summary>
    public TestBrowser AnaAbroad { get; }

    public CookieContainer Jar { get; } = new();

    public Hand Hand => Host.Snapshot.Hands.Values.Single();

    public HelpKeeper Keeper => Host.Services.GetRequiredService<HelpKeeper>();

    public static async Task<HelpStage> StartAsync(TimeProvider? clock = null)
    {
        var ship = await ShipServer.StartAsync();
        var host = await OrganizerHost.StartAsync(replace: services => services
            .AddSingleton(clock ?? TimeProvider.System)
            .AddSingleton<ForwardRule>((endpoint, _) => IPAddress.IsLoopback(endpoint.Address))
            .AddHostedService(provider => provider.GetRequiredService<Passes>()));
        var stage = new HelpStage(host, ship);
        await stage.EnterAsync(stage.Ada, "Ada");
        await stage.LogInHelperAsync(stage.Ana, "Ana");
        await stage.BoardAsync();
        await stage.Ada.PostAsync("/", "/hand", ("tutorial", "intro"), ("note", "it hangs"));
        return stage;
    }

    public async Task LogInHelperAsync(TestBrowser browser, string name)
    {
        using var made = await Host.Client.PostAsJsonAsync("/api/v1/tokens", new { name, role = "helper" });
        var token = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync("/login", "/login", ("secret", token), ("returnUrl", "/"))).StatusCode);
    }

    public async Task EnterAsync(TestBrowser browser, string name) =>
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.TryLogInAsync(name, Host.Settings.AccessCode)).StatusCode);

    /// <summary>Puts Ada on a ship that serves both tutorials at the test's server.</summary>
    public async Task BoardAsync()
    {
        var ada = Host.Snapshot.Attendees.Values.Single(attendee => attendee.Name == "Ada");
        await Host.PutShipAsync(ShipState.Running, ship => ship with
        {
            Attendee = ada.Id,
            Block = IPNetwork.Parse("127.0.0.0/8"),
            Tutorials = ship.Tutorials.SetItems(ship.Tutorials.Select(pair => KeyValuePair.Create(pair.Key, pair.Value with { Endpoint = Ship.Endpoint, RunningHome = ship.Home.VolumeOf(Host.Camp.Name, pair.Key) }))),
        });
        await Host.ChangeAsync(draft => draft.Put(draft.Snapshot.Attendees[ada.Id] with { LineNumber = null }));
    }

    /// <summary>Ana takes the hand and asks; Ada answers.</summary>
    public async Task AgreeAsync(string answer)
    {
        await OrderAsync("take");
        await OrderAsync("ask");
        await AnswerAsync(answer);
    }

    public Task<HttpResponseMessage> OrderAsync(string order) => Ana.PostAsync("/hands", $"/hands/{Hand.Id}/{order}");

    public Task<HttpResponseMessage> AnswerAsync(string answer) => Ada.PostAsync("/", "/hand/answer", ("question", Hand.Question!.Id.Value), ("answer", answer));

    /// <summary>Goes over to the attendees' listener with the ticket that the organizers' gives.</summary>
    public async Task<HttpResponseMessage> GoOverAsync() => await AnaAbroad.GetAsync(await TicketAsync());

    public async Task<string> TicketAsync()
    {
        var page = await (await OrderAsync("enter")).Content.ReadAsStringAsync();
        var start = page.IndexOf("/help/", StringComparison.Ordinal);
        Assert.True(start > 0, page);
        return page[start..page.IndexOf('"', start)];
    }

    public async Task<ClientWebSocket> OpenSocketAsync()
    {
        var socket = new ClientWebSocket();
        socket.Options.Cookies = Jar;
        socket.Options.SetRequestHeader("Origin", AnaAbroad.Origin);
        await socket.ConnectAsync(new Uri($"ws://{Host.Settings.AttendeeUrl.Authority}/camp/intro/api/kernels/1/channels"), CancellationToken.None);
        return socket;
    }

    public async Task<IReadOnlyList<string>> AuditAsync()
    {
        var lines = await Host.Client.GetFromJsonAsync<JsonElement[]>("/api/v1/events");
        return [.. lines!.Reverse().Select(line => $"{line.GetProperty("actor").GetString()}: {line.GetProperty("action").GetString()}: {line.GetProperty("detail").GetString()}").Where(line => line.Contains("help.", StringComparison.Ordinal) || line.Contains("hand.", StringComparison.Ordinal))];
    }

    /// <summary>Jupyter, as far as the mux asks it: one notebook at the top, another running in a folder, and one that was kept warm and never used.</summary>
    public void Serve(string cells) => Ship.Answer = context =>
    {
        var path = context.Request.Path.Value!;
        return context.Response.WriteAsync(path switch
        {
            "/camp/intro/api/sessions" => """[{"path": "warm.ipynb", "kernel": {"last_activity": "2026-11-26T08:00:00Z"}}, {"path": "deep/er/run ning.ipynb", "type": "notebook", "kernel": {"last_activity": "2026-11-26T10:00:00Z"}}, {"path": "../../api/shutdown.ipynb"}, {"path": 7}]""",
            "/camp/intro/api/contents/" => """{"type": "directory", "content": [{"path": "first.ipynb"}, {"path": "data.csv"}, {"path": "deep"}]}""",
            "/camp/intro/api/contents/deep/er/run ning.ipynb" or "/camp/intro/api/contents/first.ipynb" => $$$"""{"path": "x", "type": "notebook", "last_modified": "2026-11-26T10:00:00Z", "content": {"cells": [{{{cells}}}]}}""",
            _ => "{}",
        });
    };

    public async ValueTask DisposeAsync()
    {
        Ada.Dispose();
        Ana.Dispose();
        AnaAbroad.Dispose();
        await Host.DisposeAsync();
        await Ship.DisposeAsync();
    }
}
