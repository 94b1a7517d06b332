using System.CommandLine;
using System.Globalization;
using Mux.ApiModel;

namespace Mux.Cli;

/// <summary><c>rollout list|show|pause|resume|rollback</c>, and <c>rollouts</c>, which is the list under a shorter name.</summary>
internal static class RolloutCommands
{
    public static Command Rollout(CliEnvironment environment) => new("rollout", "Images on their way to the ships: list, show, pause, resume, roll back.")
    {
        List("list", "mux rollout list", environment), Show(environment), Switch("pause", "Tells no further ship anything; those that were told finish.", environment),
        Switch("resume", "Goes on with a paused rollout.", environment), RollBack(environment),
    };

    public static Command List(string name, string written, CliEnvironment environment)
    {
        var json = Verb.JsonOption();
        return Verb.Make(name, $"All rollouts, newest first.\nExample: {written} --json | jq '.[0].state'", environment, async (parsed, client, report, cancellationToken) =>
        {
            var answer = await client.GetAsync("rollouts", ApiJson.Default.IReadOnlyListRolloutInfo, cancellationToken);
            if (answer.Value is not { } rollouts)
            {
                return report.Fail(answer.Trouble!);
            }

            if (parsed.GetValue(json))
            {
                return report.Json(rollouts, ApiJson.Default.IReadOnlyListRolloutInfo);
            }

            report.Table(
                ["rollout", "tutorial", "state", "at", "done", "failed", "skipped", "gone", "ships", "digest", "age", "by"],
                rollouts.Select(rollout => Row(rollout, environment.Time.GetUtcNow())));
            return ExitCode.Done;
        }, json);
    }

    private static Command Show(CliEnvironment environment)
    {
        var id = Suggest.Tutorials(new Argument<string>("rollout") { Description = "Its id, or a tutorial's name for its newest." }, environment);
        var json = Verb.JsonOption();
        return Verb.Make("show", "One rollout, ship by ship: step, running digest, the attendee's choice, reason, output.\nExample: mux rollout show intro", environment, async (parsed, client, report, cancellationToken) =>
        {
            var answer = await FindAsync(client, parsed.GetValue(id)!, cancellationToken);
            return answer.Value is not { } rollout ? report.Fail(answer.Trouble!)
                : parsed.GetValue(json) ? report.Json(rollout, ApiJson.Default.RolloutInfo)
                : RolloutText.ShowWhole(rollout, report);
        }, id, json);
    }

    private static Command Switch(string name, string about, CliEnvironment environment)
    {
        var id = Suggest.Tutorials(new Argument<string>("rollout") { Description = "Its id, or a tutorial's name for its newest." }, environment);
        var json = Verb.JsonOption();
        return Verb.Make(name, $"{about}\nExample: mux rollout {name} intro", environment, async (parsed, client, report, cancellationToken) =>
        {
            var found = await FindAsync(client, parsed.GetValue(id)!, cancellationToken);
            var answer = found.Value is { } rollout ? await client.PostAsync($"rollouts/{rollout.Id}/{name}", null, ApiJson.Default.RolloutInfo, cancellationToken) : found;
            return answer.Value is not { } after ? report.Fail(answer.Trouble!)
                : parsed.GetValue(json) ? report.Json(after, ApiJson.Default.RolloutInfo)
                : Say($"rollout {after.Id} of {after.Tutorial} is {after.State}.", report);
        }, id, json);
    }

    private static Command RollBack(CliEnvironment environment)
    {
        var id = Suggest.Tutorials(new Argument<string>("rollout") { Description = "The rollout to take back: its id, or a tutorial's name for its newest." }, environment);
        var to = new Option<string>("--to") { Description = "An earlier digest (or at least 6 characters of it), or the id of the rollout that brought it; what ran before when not given." };
        var noWait = new Option<bool>("--no-wait") { Description = "Start it and return." };
        var json = Verb.JsonOption();
        return Verb.Make("rollback", "Takes a tutorial back to an earlier image, over the same path as a deploy.\nExample: mux rollout rollback intro", environment, async (parsed, client, report, cancellationToken) =>
        {
            var found = await FindAsync(client, parsed.GetValue(id)!, cancellationToken);
            var answer = found.Value is { } rollout ? await client.RollBackAsync(rollout.Id, parsed.GetValue(to) ?? "", cancellationToken) : found;
            return answer.Value is { } started
                ? await RolloutWatch.SeeAsync(started, parsed.GetValue(noWait), parsed.GetValue(json), client, report, cancellationToken)
                : report.Fail(answer.Trouble!);
        }, id, to, noWait, json);
    }

    private static async Task<Answer<RolloutInfo>> FindAsync(ApiClient client, string wanted, CancellationToken cancellationToken)
    {
        if (wanted.StartsWith("r-", StringComparison.Ordinal))
        {
            return await client.GetAsync($"rollouts/{Uri.EscapeDataString(wanted)}", ApiJson.Default.RolloutInfo, cancellationToken);
        }

        var all = await client.GetAsync("rollouts", ApiJson.Default.IReadOnlyListRolloutInfo, cancellationToken);
        return all.Value is null ? new Answer<RolloutInfo>(null, all.Trouble)
            : all.Value.FirstOrDefault(rollout => rollout.Tutorial == wanted) is { } newest ? new Answer<RolloutInfo>(newest, null)
            : new Answer<RolloutInfo>(null, new Trouble($"no image of '{wanted}' was deployed yet", "'mux rollout list' shows the rollouts that there are.", ExitCode.Refused));
    }

    private static int Say(string line, Report report)
    {
        report.Line(line);
        return ExitCode.Done;
    }

    private static string[] Row(RolloutInfo rollout, DateTimeOffset now) =>
    [
        rollout.Id, rollout.Tutorial, rollout.State, rollout.Phase, Text(rollout.Counts.Done), Text(rollout.Counts.Failed), Text(rollout.Counts.Skipped), Text(rollout.Counts.Gone),
        Text(rollout.Counts.Total), Plain.Digest(rollout.Image[(rollout.Image.IndexOf('@', StringComparison.Ordinal) + 1)..]), Plain.Age(rollout.StartedAt, now), rollout.By,
    ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
