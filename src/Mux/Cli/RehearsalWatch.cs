using Mux.ApiModel;

namespace Mux.Cli;

/// <summary>Follows a rehearsal to its end, a line for each step; whoever interrupts it stops it.</summary>
internal sealed class RehearsalWatch(ApiClient client, Report report, bool quiet)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>A mux that is started anew in the middle clears up, and says so.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, string> told = new(StringComparer.Ordinal);

    public async Task<int> SeeAsync(RehearsalInfo started, CancellationToken cancellationToken)
    {
        Say($"rehearsal {started.Id} with {started.Seats} {(started.Seats == 1 ? "seat" : "seats")} of {started.Tutorial} has begun; it is over by {started.Until.UtcDateTime:HH:mm} UTC at the latest.");
        Answer<RehearsalInfo> answer;
        try
        {
            answer = await FollowAsync(started.Id, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            answer = await StopAsync(started.Id);
        }

        return answer.Value is not { } ended ? report.Fail(answer.Trouble!)
            : quiet ? report.Json(ended, ApiJson.Default.RehearsalInfo, RehearsalText.ExitCodeOf(ended))
            : RehearsalText.Show(ended, report);
    }

    private async Task<Answer<RehearsalInfo>> StopAsync(string id)
    {
        Say("stopping; everything is put back …");
        using var patience = new CancellationTokenSource(Patience, report.Environment.Time);
        try
        {
            var answer = await client.DeleteAsync($"rehearsals/{id}", ApiJson.Default.RehearsalInfo, patience.Token);
            return answer.Value is null && answer.Trouble!.ExitCode != ExitCode.Refused ? answer : await FollowAsync(id, patience.Token);
        }
        catch (OperationCanceledException)
        {
            return new Answer<RehearsalInfo>(null, new Trouble($"rehearsal {id} is stopping, but has not ended yet", "the mux goes on putting everything back; the page Rehearsal shows how far it is.", ExitCode.Failed));
        }
    }

    private async Task<Answer<RehearsalInfo>> FollowAsync(string id, CancellationToken cancellationToken)
    {
        var time = report.Environment.Time;
        var heard = time.GetTimestamp();
        while (true)
        {
            var answer = await client.GetAsync($"rehearsals/{id}", ApiJson.Default.RehearsalInfo, cancellationToken);
            if (answer.Value is { } rehearsal)
            {
                heard = time.GetTimestamp();
                rehearsal.Steps.ToList().ForEach(Tell);
                if (rehearsal.EndedAt is not null)
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

    private void Tell(RehearsalStepInfo step)
    {
        var text = $"{step.Name}: {step.Detail}{(step.State is "failed" or "skipped" ? $" ({step.State})" : "")}";
        if (step.Detail.Length > 0 && told.GetValueOrDefault(step.Name) != text)
        {
            told[step.Name] = text;
            Say(text);
        }
    }

    private void Say(string line)
    {
        if (!quiet)
        {
            report.Line(line);
        }
    }
}
