using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Mux.Camp;
using Mux.Tests.Proxy;
using Xunit;

namespace Mux.Tests.Listeners;

public sealed class TlsTests
{
    [Fact]
    public async Task Both_listeners_prove_themselves_with_the_whole_chain_and_ask_for_https_from_then_on()
    {
        await using var host = await EntranceHost.WithTlsAsync();
        foreach (var url in new[] { host.Settings.AttendeeUrl, host.Settings.OrganizerUrl })
        {
            // The client knows the root alone: without the certificate in between it would refuse.
            Assert.Equal(host.Fingerprint, await host.ShownAsync(url));
            using var client = new HttpClient(host.Handler());
            using var response = await client.GetAsync(new Uri(url, "/login"));
            Assert.StartsWith("max-age=", Assert.Single(response.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
        }
    }

    // By HTTP/2 and HTTP/3 a WebSocket takes other ways, which the proxy does not watch.
    [Fact]
    public async Task People_are_spoken_to_by_HTTP_1_alone()
    {
        await using var host = await EntranceHost.WithTlsAsync();
        foreach (var url in new[] { host.Settings.AttendeeUrl, host.Settings.OrganizerUrl })
        {
            using var client = new HttpClient(host.Handler());
            using var asked = new HttpRequestMessage(HttpMethod.Get, new Uri(url, "/login")) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
            using var answer = await client.SendAsync(asked);
            Assert.Equal(HttpVersion.Version11, answer.Version);
            Assert.False(answer.Headers.Contains("Alt-Svc"));
            using var insisted = new HttpRequestMessage(HttpMethod.Get, new Uri(url, "/login")) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(insisted));
        }
    }

    // Found by others: cookies in the log of a server whose answer went wrong.
    [Fact]
    public async Task Nothing_that_opens_a_door_is_logged_or_measured_when_a_ship_dies_over_a_request()
    {
        await using var host = await EntranceHost.WithTlsAsync();
        using var handler = host.Handler();
        using var browser = new TestBrowser(host.Settings.AttendeeUrl, handler);
        await browser.LogInAsync("ada");
        await host.BoardAsync("ada");
        foreach (var answer in new RequestDelegate[] { DieAtOnce, DieInTheMiddle, context => { context.Response.StatusCode = 500; return Task.CompletedTask; } })
        {
            host.Ship.Answer = answer;
            using var asked = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Settings.AttendeeUrl, "/camp/plot/api?token=canary"));
            asked.Headers.TryAddWithoutValidation("Authorization", "Bearer canary");
            asked.Headers.TryAddWithoutValidation("X-Canary", "canary");
            await Record.ExceptionAsync(async () => await (await browser.Client.SendAsync(asked)).Content.ReadAsStringAsync());
            Assert.NotNull(await Record.ExceptionAsync(() => OpenSocketAsync(host, handler, "token=canary", "token canary")));
        }

        using var organizer = new HttpClient(handler, disposeHandler: false) { DefaultRequestHeaders = { { "Authorization", $"Bearer {TestHostOptions.OrganizerToken}" } } };
        var metrics = await organizer.GetStringAsync(new Uri(host.Settings.OrganizerUrl, "/metrics"));
        Assert.Equal(6, host.Ship.Heads.Count);
        Assert.Contains(host.Logs.Lines, line => line.Contains("joined as ada", StringComparison.Ordinal));
        Assert.Contains("mux_", metrics, StringComparison.Ordinal);
        foreach (var secret in handler.CookieContainer.GetCookies(host.Settings.AttendeeUrl).Select(cookie => cookie.Value).Append("canary"))
        {
            Assert.DoesNotContain(host.Logs.Lines, line => line.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(secret, metrics, StringComparison.Ordinal);
        }
    }

    private static Task DieAtOnce(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static async Task DieInTheMiddle(HttpContext context)
    {
        context.Response.ContentLength = 100;
        await context.Response.WriteAsync("half");
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    [Fact]
    public async Task Cookies_are_bound_to_the_host()
    {
        await using var host = await EntranceHost.WithTlsAsync();
        using var browser = new TestBrowser(host.Settings.AttendeeUrl, host.Handler());
        using var form = await browser.GetAsync("/login");
        Assert.Contains(form.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("__Host-mux-form=", StringComparison.Ordinal) && cookie.Contains("; secure", StringComparison.Ordinal));
        using var entered = await browser.TryLogInAsync("ada");
        var cookies = entered.Headers.GetValues("Set-Cookie").ToList();
        Assert.Contains(cookies, cookie => cookie.StartsWith("__Host-mux=", StringComparison.Ordinal));
        Assert.All(cookies, cookie => Assert.True(cookie.StartsWith("__Host-", StringComparison.Ordinal) && cookie.Contains("; secure", StringComparison.Ordinal) && !cookie.Contains("domain=", StringComparison.Ordinal), cookie));
    }

    [Fact]
    public async Task A_new_certificate_is_taken_under_load_and_open_sockets_stay()
    {
        await using var host = await EntranceHost.WithTlsAsync();
        using var handler = host.Handler();
        using var browser = new TestBrowser(host.Settings.AttendeeUrl, handler);
        await browser.LogInAsync("ada");
        await host.BoardAsync("ada");
        host.Ship.Answer = Sockets.EchoAsync;
        using var socket = await OpenSocketAsync(host, handler);
        Assert.Equal("before", await socket.EchoedAsync("before"));

        using var over = new CancellationTokenSource();
        var crowd = Enumerable.Range(0, 3).Select(_ => Task.Run(() => ComeAndGoAsync(host, over.Token))).ToList();
        var written = new HashSet<string> { host.Fingerprint };
        for (var round = 0; round < 5; round++)
        {
            written.Add(host.Authority.Write(host.Files, EntranceHost.Name));
            host.Certificates.Pass();
            Assert.Contains(await host.ShownAsync(host.Settings.AttendeeUrl), written.Skip(round + 1));
        }

        await over.CancelAsync();
        Assert.All(await Task.WhenAll(crowd), seen => Assert.Subset(written, seen));
        Assert.Equal("after", await socket.EchoedAsync("after"));
    }

    [Theory]
    [InlineData("garbage", "not a certificate")]
    [InlineData("another key", "not a certificate")]
    [InlineData("no file", "cannot be read")]
    [InlineData("ended", "ended on")]
    [InlineData("another host", "is not for camp.test")]
    public async Task Files_that_are_no_good_are_said_so_once_and_the_old_ones_stay(string fault, string said)
    {
        await using var host = await EntranceHost.WithTlsAsync();
        Spoil(host, fault);
        host.Certificates.Pass();
        host.Certificates.Pass();
        Assert.Equal(host.Fingerprint, await host.ShownAsync(host.Settings.AttendeeUrl));
        var lines = host.Logs.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("keeps its old certificate", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, lines.Count); // one for each listener
        Assert.All(lines, line => Assert.Contains(said, line, StringComparison.Ordinal));

        var good = host.Authority.Write(host.Files, EntranceHost.Name);
        host.Certificates.Pass();
        Assert.Equal(good, await host.ShownAsync(host.Settings.AttendeeUrl));
    }

    [Fact]
    public async Task Files_that_are_no_good_at_the_start_are_an_error_before_it()
    {
        await using var host = await EntranceHost.WithTlsAsync();
        Assert.Empty(Mux.Listeners.TlsCertificates.Problems(host.Settings, TimeProvider.System.GetUtcNow()));
        Spoil(host, "ended");
        Assert.Contains(host.Files.Certificate, Assert.Single(Mux.Listeners.TlsCertificates.Problems(host.Settings, TimeProvider.System.GetUtcNow())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/camp/plot/lab?x=%2F%2Fevil.example", "/camp/plot/lab?x=%2F%2Fevil.example")]
    [InlineData("//evil.example/", "//evil.example/")]
    public async Task Plain_http_is_sent_on_to_our_own_address_whatever_it_calls_its_host(string path, string expected)
    {
        await using var host = await EntranceHost.WithTlsAsync();
        var answer = await RawRequest.SendAsync(host.Settings.Entrance.RedirectUrl!, $"GET {path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
        Assert.Equal(308, RawRequest.StatusOf(answer));
        Assert.Contains($"\r\nLocation: {host.Settings.AttendeeUrl.GetLeftPart(UriPartial.Authority)}{expected}\r\n", answer, StringComparison.Ordinal);
        Assert.Empty(host.Ship.Heads);
    }

    private static void Spoil(EntranceHost host, string fault)
    {
        var spare = new TlsFiles(host.Files.Certificate + ".spare", host.Files.Key + ".spare");
        host.Authority.Write(spare, EntranceHost.Name);
        switch (fault)
        {
            case "garbage":
                File.WriteAllText(host.Files.Certificate, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
                break;
            case "another key":
                File.Copy(spare.Key, host.Files.Key, overwrite: true);
                break;
            case "no file":
                File.Delete(host.Files.Certificate);
                break;
            case "ended":
                host.Authority.Write(host.Files, EntranceHost.Name, days: -0.1);
                break;
            default:
                host.Authority.Write(host.Files, "camp.example");
                break;
        }
    }

    // Every request on a connection of its own, so that each makes a handshake.
    private static async Task<HashSet<string>> ComeAndGoAsync(EntranceHost host, CancellationToken over)
    {
        var seen = new HashSet<string>();
        while (!over.IsCancellationRequested)
        {
            seen.Add(await host.ShownAsync(host.Settings.AttendeeUrl));
        }

        return seen;
    }

    private static async Task<ClientWebSocket> OpenSocketAsync(EntranceHost host, SocketsHttpHandler browser, string query = "", string? authorization = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", browser.CookieContainer.GetCookieHeader(host.Settings.AttendeeUrl));
        socket.Options.SetRequestHeader("Origin", host.Settings.AttendeeUrl.GetLeftPart(UriPartial.Authority));
        if (authorization is not null)
        {
            socket.Options.SetRequestHeader("Authorization", authorization);
        }

        using var client = new HttpMessageInvoker(host.Handler());
        await socket.ConnectAsync(new UriBuilder(host.Settings.AttendeeUrl) { Scheme = "wss", Path = "/camp/plot/api/kernels/1/channels", Query = query }.Uri, client, CancellationToken.None);
        return socket;
    }
}
