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

    public async Task<Answer<RolloutInfo>> FollowAsync(RolloutInfo started, CancellationToken cancellationToken)
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
                if (rollout.State != "running")
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
