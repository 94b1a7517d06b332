using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mux.Alerts;
using Mux.Camp;
using Mux.Cli;
using Mux.Fleet;
using Mux.Tests.Api;
using Mux.Tests.Cli;
using Mux.Tests.Fleet;
using Xunit;

namespace Mux.Tests.Alerts;

public sealed class WebhookTests
{
    private const string Secret = "secret-of-the-webhook-of-the-tests";

    [Fact]
    public async Task An_alert_is_sent_signed_and_again_until_it_is_taken()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (number, context) =>
        {
            context.Response.StatusCode = number == 0 ? 503 : 200;
            return Task.CompletedTask;
        };
        await using var host = await StartAsync(receiver);
        var queue = host.Services.GetRequiredService<WebhookQueue>();
        await queue.StartAsync(CancellationToken.None);
        queue.Post(Raised with { Text = "intro: <b>\"hook\" failed</b>" }, AlertChange.Raised, Given.Noon);
        queue.Post(Raised with { ClearedAt = Given.Noon.AddMinutes(1) }, AlertChange.Cleared, Given.Noon.AddMinutes(1));
        await receiver.WaitAsync(3);
        await queue.StopAsync(CancellationToken.None);

        var deliveries = receiver.Deliveries.ToArray();
        Assert.All(deliveries, one => Assert.Equal(WebhookSender.Sign(Secret, one.Headers["X-Mux-Timestamp"], one.Body), one.Headers["X-Mux-Signature"]));
        Assert.NotEqual(WebhookSender.Sign(Secret + "x", deliveries[0].Headers["X-Mux-Timestamp"], deliveries[0].Body), deliveries[0].Headers["X-Mux-Signature"]);
        Assert.Equal(["raised", "raised", "cleared"], deliveries.Select(one => one.Json.GetProperty("event").GetString()));
        Assert.Equal(deliveries[0].Headers["X-Mux-Delivery"], deliveries[1].Headers["X-Mux-Delivery"]);
        Assert.NotEqual(deliveries[0].Headers["X-Mux-Delivery"], deliveries[2].Headers["X-Mux-Delivery"]);
        var alert = deliveries[0].Json.GetProperty("alert");
        Assert.Equal(("failingImage", "bad", "intro: <b>\"hook\" failed</b>"), (alert.GetProperty("kind").GetString(), alert.GetProperty("severity").GetString(), alert.GetProperty("text").GetString()));
        Assert.DoesNotContain("<b>", Encoding.UTF8.GetString(deliveries[0].Body), StringComparison.Ordinal); // escaped on the wire
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_a_no_is_not_asked_again()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (number, context) =>
        {
            context.Response.StatusCode = number == 0 ? 307 : number == 1 ? 401 : 200;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        };
        await using var host = await StartAsync(receiver);
        var queue = host.Services.GetRequiredService<WebhookQueue>();
        await queue.StartAsync(CancellationToken.None);
        queue.Post(Raised, AlertChange.Raised, Given.Noon);
        queue.Post(Raised, AlertChange.Raised, Given.Noon);
        queue.Post(Raised, AlertChange.Raised, Given.Noon);
        await receiver.WaitAsync(3);
        await queue.StopAsync(CancellationToken.None);
        Assert.All(receiver.Deliveries, one => Assert.Equal("/hook", one.Path));
        Assert.Equal(3, receiver.Deliveries.Select(one => one.Headers["X-Mux-Delivery"]).Distinct().Count());
    }

    [Fact]
    public async Task A_receiver_that_hangs_holds_nobody_up_and_the_queue_stays_small()
    {
        await using var receiver = await Receiver.StartAsync();
        var hang = new TaskCompletionSource();
        receiver.Answer = (number, _) => number == 0 ? hang.Task : Task.CompletedTask;
        await using var host = await StartAsync(receiver);
        var queue = host.Services.GetRequiredService<WebhookQueue>();
        await queue.StartAsync(CancellationToken.None);
        queue.Post(Raised, AlertChange.Raised, Given.Noon);
        await receiver.WaitAsync(1);
        for (var i = 0; i < 500; i++)
        {
            queue.Post(Raised with { Subject = $"{i}" }, AlertChange.Raised, Given.Noon);
        }

        hang.SetResult();
        await receiver.WaitAsync(100);
        await queue.StopAsync(CancellationToken.None);
        Assert.Equal("499", receiver.Deliveries.Last().Json.GetProperty("alert").GetProperty("subject").GetString());
        Assert.Contains("mux_alerts_webhook_total{outcome=\"dropped\"} 400", await host.Client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_tells_what_the_receiver_answered_and_no_secret_is_told()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (number, context) =>
        {
            context.Response.StatusCode = number == 0 ? 200 : 403;
            return context.Response.WriteAsync(number == 0 ? "taken" : "not\nyou " + new string('x', 100_000));
        };
        using var logs = new CapturedLogs();
        await using var host = await StartAsync(receiver, logs);
        var cli = new CommandLine(host);
        Assert.Equal(ExitCode.Done, await cli.RunAsync("alerts", "test"));
        Assert.Contains("answered 200", cli.Output, StringComparison.Ordinal);
        Assert.Contains("taken", cli.Output, StringComparison.Ordinal);
        Assert.Equal("test", receiver.Deliveries.Single().Json.GetProperty("event").GetString());
        Assert.Equal(ExitCode.Failed, await cli.RunAsync("alerts", "test", "--json"));
        Assert.Equal(403, cli.Json.GetProperty("status").GetInt32());
        Assert.Equal(300, cli.Json.GetProperty("answer").GetString()!.Length);

        using var browser = await Dashboard.OrganizerBrowser.EnterAsync(host);
        using var page = await browser.PostAsync("/alerts", "/alerts/test");
        var html = await page.Content.ReadAsStringAsync();
        Assert.Contains("The test: it answered 403", html, StringComparison.Ordinal);
        foreach (var text in logs.Lines.Append(html).Append(cli.Output))
        {
            Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain("part-of-the-secret", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_a_receiver_a_test_says_what_to_write_and_one_that_is_away_is_told_as_such()
    {
        await using var without = await OrganizerHost.StartAsync();
        var cli = new CommandLine(without);
        Assert.Equal(ExitCode.Refused, await cli.RunAsync("alerts", "test"));
        Assert.Contains("secret_file", cli.Error, StringComparison.Ordinal);

        Receiver receiver = await Receiver.StartAsync();
        await using var host = await StartAsync(receiver);
        await receiver.DisposeAsync();
        Assert.Equal(ExitCode.Failed, await new CommandLine(host).RunAsync("alerts", "test"));
    }

    private static Alert Raised => new(AlertId.New(), AlertKind.FailingImage, "intro", Severity.Bad, Given.Noon) { Text = "intro fails", Fix = "mend it" };

    private static Task<OrganizerHost> StartAsync(Receiver receiver, CapturedLogs? logs = null) => OrganizerHost.StartAsync(
        camp => camp with { Webhook = new WebhookDefinition(receiver.Url) },
        services => services.AddLogging(logging => { if (logs is not null) { logging.AddProvider(logs); } }),
        settings => settings with { WebhookSecret = Secret });
}
