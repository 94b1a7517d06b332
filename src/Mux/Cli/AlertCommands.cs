using System.CommandLine;
using Mux.ApiModel;

namespace Mux.Cli;

/// <summary><c>alerts list|test</c></summary>
internal static class AlertCommands
{
    public static Command Alerts(CliEnvironment environment) => new("alerts", "What needs you: stuck boots, failing images, full disks, people who wait in vain, certificates that end.")
    {
        List(environment), Test(environment),
    };

    private static Command List(CliEnvironment environment)
    {
        var all = new Option<bool>("--all") { Description = "Those that have cleared, too." };
        var json = Verb.JsonOption();
        return Verb.Make("list", "Alerts that are up, worst first.\nExample: mux alerts list --all --json | jq '.[].text'", environment, async (parsed, client, report, cancellationToken) =>
        {
            var answer = await client.GetAsync(parsed.GetValue(all) ? "alerts?all=true" : "alerts", ApiJson.Default.IReadOnlyListAlertInfo, cancellationToken);
            return answer.Value is not { } alerts ? report.Fail(answer.Trouble!)
                : parsed.GetValue(json) ? report.Json(alerts, ApiJson.Default.IReadOnlyListAlertInfo)
                : Show(alerts, report);
        }, all, json);
    }

    private static Command Test(CliEnvironment environment)
    {
        var json = Verb.JsonOption();
        return Verb.Make("test", "Sends a test alert to the webhook of camp.yaml, once. Exit code 0 when the receiver took it, 1 when not.\nExample: mux alerts test", environment, async (parsed, client, report, cancellationToken) =>
        {
            var answer = await client.PostAsync("alerts/test", ApiJson.Default.AlertTestInfo, cancellationToken);
            if (answer.Value is not { } test)
            {
                return report.Fail(answer.Trouble!);
            }

            var code = test.Delivered ? ExitCode.Done : ExitCode.Failed;
            if (parsed.GetValue(json))
            {
                return report.Json(test, ApiJson.Default.AlertTestInfo, code);
            }

            report.Line(test.Status is { } status
                ? $"{test.Receiver} answered {status} in {test.Milliseconds} ms{(test.Answer.Length > 0 ? $": {test.Answer}" : "")}"
                : $"{test.Receiver} did not answer: {test.Answer}");
            return code;
        }, json);
    }

    private static int Show(IReadOnlyList<AlertInfo> alerts, Report report)
    {
        if (alerts.Count == 0)
        {
            report.Line("no alerts.");
            return ExitCode.Done;
        }

        var now = report.Environment.Time.GetUtcNow();
        foreach (var alert in alerts)
        {
            report.Line($"{(alert.Severity == "bad" ? "SERIOUS" : "WARNING")} {Time(alert, now)}: {alert.Text}");
            report.Line($"  {alert.Fix}{(alert.Rollout is { } rollout ? $" (mux rollout show {rollout})" : alert.Ship is { } ship ? $" (mux ship {ship})" : "")}");
        }

        return ExitCode.Done;
    }

    private static string Time(AlertInfo alert, DateTimeOffset now) => alert.ClearedAt is { } cleared
        ? $"{Plain.Age(alert.RaisedAt, now)} ago, cleared after {Plain.Span(cleared - alert.RaisedAt)}"
        : $"for {Plain.Age(alert.RaisedAt, now)}";
}
