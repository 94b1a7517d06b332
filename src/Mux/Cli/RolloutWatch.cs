using Mux.ApiModel;
using Spectre.Console;

namespace Mux.Cli;

/// <summary>Follows a rollout to its end: a live table on a terminal, a line per change in a pipe, nothing when quiet.</summary>
internal sealed class RolloutWatch(ApiClient client, Report report, bool quiet)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>A mux that is started anew in the middle of a rollout goes on with it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, string> told = new(StringComparer.Ordinal);

    /// <summary>What a verb does with a rollout that it has started: return, or follow it to its end and say how that was.</summary>
    public static async Task<int> SeeAsync(RolloutInfo started, bool noWait, bool json, ApiClient client, Report report, CancellationToken cancellationToken)
    {
        if (noWait && json)
        {
            return report.Json(started, ApiJson.Default.RolloutInfo);
        }

        if (!json)
        {
            report.Line($"rollout {started.Id} of {started.Tutorial} has started: {started.Image}");
        }

        if (noWait)
        {
            return ExitCode.Done;
        }

        var answer = await new RolloutWatch(client, report, quiet: json).FollowAsync(started, cancellationToken);
        return answer.Value is not { } ended ? report.Fail(answer.Trouble!)
            : json ? report.Json(ended, ApiJson.Default.RolloutInfo, RolloutText.Verdict(ended))
            : RolloutText.ShowEnd(ended, report);
    }

    private async Task<Answer<RolloutInfo>> FollowAsync(RolloutInfo started, CancellationToken cancellationToken)
    {
        if (quiet || !report.Environment.IsTerminal)
        {
            return await PollAsync(started, quiet ? _ => { } : TellChanges, cancellationToken);
        }

        return await report.Console.Live(RolloutText.Drawn(started)).StartAsync(live => PollAsync(
            started,
            rollout =>
            {
                live.UpdateTarget(RolloutText.Drawn(rollout));
                live.Refresh();
            },
            cancellationToken));
    }

    private async Task<Answer<RolloutInfo>> PollAsync(RolloutInfo started, Action<RolloutInfo> show, CancellationToken cancellationToken)
    {
        var time = report.Environment.Time;
        var heard = time.GetTimestamp();
        while (true)
        {
            var answer = await client.GetAsync($"rollouts/{started.Id}", ApiJson.Default.RolloutInfo, cancellationToken);
            if (answer.Value is { } rollout)
            {
                heard = time.GetTimestamp();
                show(rollout);
                if (rollout.State is not ("running" or "paused"))
                {
                    return answer;
                }
            }
            else if (answer.Trouble!.ExitCode != ExitCode.Unreachable || time.GetElapsedTime(heard) > Patience)
            {
                return answer;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private void TellChanges(RolloutInfo rollout)
    {
        var state = rollout.State == "paused" ? "paused" : rollout.Phase;
        if (told.GetValueOrDefault("") != state && rollout.Phase != "over")
        {
            told[""] = state;
            report.Line($"{rollout.Id}  {state}");
        }

        foreach (var ship in rollout.Ships)
        {
            // Every percent would be a line: whole tenths will do.
            var text = RolloutText.Step(ship with { PullPercent = ship.PullPercent / 10 * 10 });
            if (told.GetValueOrDefault(ship.Ship) != text)
            {
                told[ship.Ship] = text;
                report.Line($"{ship.Ship}  {text}");
            }
        }
    }
}
