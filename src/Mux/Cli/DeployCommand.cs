using System.CommandLine;
using Mux.ApiModel;

namespace Mux.Cli;

/// <summary><c>deploy</c>: an image to every ship, watched until all took it or the rollout was halted.</summary>
internal static class DeployCommand
{
    private const string Next = "next";

    public static Command Deploy(CliEnvironment environment)
    {
        var tutorial = Suggest.Tutorials(new Argument<string>("tutorial") { Description = "Its name in camp.yaml." }, environment);
        var image = new Argument<string>("image") { Description = "Any reference; a tag is resolved to a digest once, now." };
        var note = new Option<string>("--note") { Description = "What attendees in use read in a bar over their notebook." };
        var deadline = new Option<string>("--deadline") { Description = "Ask attendees in use; who chose nothing gets it after this time, such as 15m." };
        var rest = new Option<string>("--break") { Description = "Ask attendees in use; who chose the break gets it then, such as 10:30; next: the next break of the session." };
        var noWait = new Option<bool>("--no-wait") { Description = "Start the rollout and return." };
        var json = Verb.JsonOption();
        return Verb.Make(
            "deploy",
            """
            Sends an image to every ship and shows how it goes: all fetch it, one tries it, then idle ships, then those in use. Ships that cannot
            start it keep the old one; after a failure the rollout halts. With --deadline or --break attendees choose when; the break is the session's
            next one unless another is given.
            Exit code 0 only when all ships took it; 1 when not, with each failing ship's reason, exit code and output.
            Example: mux deploy intro 127.0.0.1:5000/intro:v2 --note "Exercise 3 works now" --deadline 15m
            """,
            environment,
            async (parsed, client, report, cancellationToken) =>
            {
                var order = new RolloutRequest(parsed.GetValue(tutorial), parsed.GetValue(image), parsed.GetValue(note));
                var (asked, trouble) = Ask(order, parsed.GetValue(deadline), parsed.GetValue(rest), environment.Time);
                return trouble is not null
                    ? report.Fail(trouble)
                    : await RunAsync(await client.DeployAsync(asked, cancellationToken), parsed.GetValue(noWait), parsed.GetValue(json), client, report, cancellationToken);
            },
            tutorial,
            image,
            note,
            deadline,
            rest,
            noWait,
            json);
    }

    private static async Task<int> RunAsync(Answer<DeployAnswer> answer, bool noWait, bool json, ApiClient client, Report report, CancellationToken cancellationToken) => answer.Value switch
    {
        null => report.Fail(answer.Trouble!),
        { Unchanged: { } unchanged } => Unchanged(unchanged, json, report),
        { Started: { } started } => await WatchAsync(started, noWait, json, client, report, cancellationToken),
        _ => report.Fail(new Trouble("the mux gave no rollout", "look at 'mux rollout list'.", ExitCode.Unreachable)),
    };

    private static async Task<int> WatchAsync(RolloutInfo started, bool noWait, bool json, ApiClient client, Report report, CancellationToken cancellationToken)
    {
        if (!json && RolloutText.Break(started, report) is { Length: > 0 } line)
        {
            report.Line(line);
        }

        return await RolloutWatch.SeeAsync(started, noWait, json, client, report, cancellationToken);
    }

    private static (RolloutRequest Order, Trouble? Trouble) Ask(RolloutRequest order, string? deadline, string? rest, TimeProvider time)
    {
        var (seconds, at) = (deadline is null ? null : BreakTime.Seconds(deadline), (rest is null or Next) ? null : BreakTime.Parse(rest, time));
        var trouble = deadline is not null && seconds is null ? new Trouble($"--deadline {deadline} is no time", "write for example 15m, 90s or 1h.", ExitCode.Usage)
            : rest is not (null or Next) && at is null ? new Trouble($"--break {rest} is no time of day", "write for example 10:30, or next for the next break of the session.", ExitCode.Usage)
            : null;
        return (order with { DeadlineSeconds = seconds, BreakAt = at, NextBreak = rest == Next }, trouble);
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
}
