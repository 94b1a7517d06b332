using System.CommandLine;
using System.Globalization;
using Mux.ApiModel;

namespace Mux.Cli;

/// <summary><c>hands list|take|done</c></summary>
internal static class HandCommands
{
    public static Command Hands(CliEnvironment environment) => new("hands", "Attendees who ask for help.\nExample: mux hands list")
    {
        List(environment),
        Order("take", "Tells the attendee that you come.\nExample: mux hands take q-4kcn8v2x", environment),
        Order("done", "The attendee is helped: the hand goes down.\nExample: mux hands done q-4kcn8v2x", environment),
    };

    private static Command List(CliEnvironment environment)
    {
        var json = Verb.JsonOption();
        return Verb.Make("list", "All raised hands in order of arrival.\nExample: mux hands list", environment, async (parsed, client, report, cancellationToken) =>
        {
            var answer = await client.GetAsync("hands", ApiJson.Default.IReadOnlyListHandInfo, cancellationToken);
            return answer.Value is not { } hands ? report.Fail(answer.Trouble!)
                : parsed.GetValue(json) ? report.Json(hands, ApiJson.Default.IReadOnlyListHandInfo)
                : Show(hands, report);
        }, json);
    }

    private static Command Order(string name, string about, CliEnvironment environment)
    {
        var hand = new Argument<string>("hand") { Description = "Its id, as in q-4kcn8v2x." };
        var json = Verb.JsonOption();
        return Verb.Make(name, about, environment, async (parsed, client, report, cancellationToken) =>
        {
            var id = Uri.EscapeDataString(parsed.GetValue(hand)!.Trim('.', ' ') is { Length: > 0 } text ? text : "none");
            var answer = await client.PostAsync($"hands/{id}/{name}", ApiJson.Default.HandInfo, cancellationToken);
            return answer.Value is not { } changed ? report.Fail(answer.Trouble!)
                : parsed.GetValue(json) ? report.Json(changed, ApiJson.Default.HandInfo)
                : Show([changed], report);
        }, hand, json);
    }

    private static int Show(IReadOnlyList<HandInfo> hands, Report report)
    {
        report.Table(
            ["hand", "attendee", "raised (UTC)", "tutorial", "helper", "open", "note"],
            hands.Select(hand => new[]
            {
                hand.Id, hand.AttendeeName, hand.RaisedAt.ToUniversalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture), Or(hand.Tutorial), Or(hand.Helper), hand.Open, hand.Note,
            }));
        return ExitCode.Done;
    }

    private static string Or(string text) => text.Length > 0 ? text : "-";
}
