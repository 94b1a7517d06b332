using System.CommandLine;
using Mux.ApiModel;

namespace Mux.Cli;

/// <summary><c>deploy</c>: an image to every ship, watched until all took it or the rollout was halted.</summary>
internal static class DeployCommand
{
    public static Command Deploy(CliEnvironment environment)
    {
        var tutorial = new Argument<string>("tutorial") { Description = "Its name in camp.yaml." };
        var image = new Argument<string>("image") { Description = "Any reference; a tag is resolved to a digest once, now." };
        var noWait = new Option<bool>("--no-wait") { Description = "Start the rollout and return." };
        var json = Verb.JsonOption();
        return Verb.Make(
            "deploy",
            """
            Sends an image to every ship and shows how it goes. Ships that cannot start it keep the old one; after a failure the rollout halts.
            Exit code 0 only when all ships took it; 1 when it was halted, with each failing ship's reason, exit code and output.
            Example: mux deploy intro 127.0.0.1:5000/intro:v2
            """,
            environment,
            async (parsed, client, report, cancellationToken) =>
            {
                var answer = await client.DeployAsync(parsed.GetValue(tutorial)!, parsed.GetValue(image)!, cancellationToken);
                return answer.Value switch
                {
                    null => report.Fail(answer.Trouble!),
                    { Unchanged: { } unchanged } => Unchanged(unchanged, parsed.GetValue(json), report),
                    { Started: { } started } when parsed.GetValue(noWait) => Started(started, parsed.GetValue(json), report),
                    { Started: { } started } => await WatchAsync(started, client, parsed.GetValue(json), report, cancellationToken),
                    _ => report.Fail(new Trouble("the mux gave no rollout", "look at 'mux rollouts'.", ExitCode.Unreachable)),
                };
            },
            tutorial,
            image,
            noWait,
            json);
    }

    private static int Unchanged(RolloutUnchanged unchanged, bool json, Report report)
    {
        if (json)
        {
            return report.Json(unchanged, ApiJson.Default.RolloutUnchanged);
        }

        report.Line($"{unchanged.Tutorial} runs {unchanged.Image} already; nothing was started.");
        return ExitCode.Done;
    }

    private static int Started(RolloutInfo started, bool json, Report report)
    {
        if (json)
        {
            return report.Json(started, ApiJson.Default.RolloutInfo);
        }

        report.Line($"rollout {started.Id} of {started.Tutorial} has started: {started.Image}");
        return ExitCode.Done;
    }

    private static async Task<int> WatchAsync(RolloutInfo started, ApiClient client, bool json, Report report, CancellationToken cancellationToken)
    {
        if (!json)
        {
            Started(started, json: false, report);
        }

        var watch = new RolloutWatch(client, report, quiet: json);
        var answer = await watch.FollowAsync(started, cancellationToken);
        return answer.Value is not { } ended ? report.Fail(answer.Trouble!)
            : json ? report.Json(ended, ApiJson.Default.RolloutInfo, RolloutText.Verdict(ended))
            : RolloutText.Show(ended, report);
    }
}
