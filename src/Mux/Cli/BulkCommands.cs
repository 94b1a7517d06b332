using System.CommandLine;
using Mux.ApiModel;

namespace Mux.Cli;

/// <summary><c>ships end|replace|retry</c>: many ships at once, after a look at which and who is on them.</summary>
internal static class BulkCommands
{
    public static IEnumerable<Command> All(CliEnvironment environment) =>
    [
        Make("end", "terminate", "Ends ships for good and wants as many fewer.", environment),
        Make("replace", "replace", "Ends ships for good; others are launched in their place.", environment),
        Make("retry", "retry", "Has what failed on ships tried again; what serves goes on.", environment),
    ];

    private static Command Make(string name, string action, string about, CliEnvironment environment)
    {
        var ids = new Argument<string[]>("ship") { Description = "Their ids; none: all that match the options.", Arity = ArgumentArity.ZeroOrMore };
        Option<string> state = new("--state") { Description = "pending, booting, available, running, failed, silent or quarantined." };
        Option<string> tutorial = new("--tutorial") { Description = "With --phase: how this tutorial stands there." };
        Option<string> phase = new("--phase") { Description = "ready, coming, failed or behind." };
        Option<string> session = new("--session") { Description = "Ships made for this session." };
        Option<bool> yes = new("--yes", "-y") { Description = "Do not ask." };
        var json = Verb.JsonOption();
        return Verb.Make(name, $"{about}\nExample: mux ships {name} --state failed --yes", environment, async (parsed, client, report, cancellationToken) =>
        {
            var named = parsed.GetValue(ids) is { Length: > 0 } some ? some : null;
            var request = new BulkRequest(action, named, parsed.GetValue(state), parsed.GetValue(tutorial), parsed.GetValue(phase), parsed.GetValue(session), DryRun: true);
            var look = await SendAsync(client, request, cancellationToken);
            if (look.Value is not { } would)
            {
                return report.Fail(look.Trouble!);
            }

            if (would.Ships.Count > 0 && !parsed.GetValue(yes) && !Confirmed(name, would, environment))
            {
                return report.Fail(new Trouble($"{Count(would.Ships.Count)} not confirmed; nothing was changed", "give --yes to do it without a question.", ExitCode.Usage));
            }

            var answer = would.Ships.Count == 0 ? look : await SendAsync(client, new BulkRequest(action, would.Ships), cancellationToken);
            return answer.Value is not { } done ? report.Fail(answer.Trouble!)
                : parsed.GetValue(json) ? report.Json(done, ApiJson.Default.BulkInfo)
                : Show(action, done, report);
        }, ids, state, tutorial, phase, session, yes, json);
    }

    private static Task<Answer<BulkInfo>> SendAsync(ApiClient client, BulkRequest request, CancellationToken cancellationToken) =>
        client.SendAsync(HttpMethod.Post, "ships/bulk", request, ApiJson.Default.BulkRequest, ApiJson.Default.BulkInfo, cancellationToken);

    private static bool Confirmed(string name, BulkInfo would, CliEnvironment environment)
    {
        if (!environment.IsTerminal)
        {
            return false;
        }

        var people = would.Attendees.Count == 0 ? "nobody works on them" : $"on them: {string.Join(", ", would.Attendees.Take(20))}{(would.Attendees.Count > 20 ? $" and {would.Attendees.Count - 20} more" : "")}";
        environment.Out.Write(Plain.Line($"{name} {Count(would.Ships.Count)}; {people}. Sure? [y/N] "));
        return environment.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static int Show(string action, BulkInfo done, Report report)
    {
        report.Line(done.Ships.Count == 0 ? "no ship matches; nothing was changed." : action switch
        {
            "terminate" => $"{Count(done.Ships.Count)} terminated; the goal is {done.Goal} now.",
            "replace" => $"{Count(done.Ships.Count)} terminated; others come in their place.",
            _ => $"what failed on {Count(done.Ships.Count)} is tried again.",
        });
        if (done.Passed > 0)
        {
            report.Line($"{done.Passed} passed over: nothing was to be done there any more.");
        }

        return ExitCode.Done;
    }

    private static string Count(int number) => number == 1 ? "1 ship" : $"{number} ships";
}
