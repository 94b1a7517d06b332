using Mux.Camp;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Rehearsals;

/// <summary>Plays one rehearsal: its steps one after another, bounded in time, given up when it must give way; then clears up and judges.</summary>
internal sealed partial class RehearsalRun(
    FleetStore store, CampDefinition camp, HeadroomStep room, FleetStep fleet, AttendeesStep attendees, DeployStep deploy, ClearingStep clearing, TimeProvider time, ILogger<RehearsalRun> logger)
{
    /// <summary>To its very end; when the mux stops in the middle, the next start clears up.</summary>
    public async Task PlayAsync(Rehearsal rehearsal, CancellationToken stopping)
    {
        LogBegun(logger, rehearsal.Id, rehearsal.Seats);
        var log = new RehearsalLog(store, rehearsal.Id, time);
        var findings = new Findings(Cost());
        var stopped = await PlayStepsAsync(rehearsal, log, findings, stopping);
        var leftovers = await clearing.RunAsync(log, stopping);
        var cost = Costs.Of(findings.Before, findings.Full, Cost(), camp.Prices, store.Snapshot, camp.SessionGoals, time.GetUtcNow());
        var report = RehearsalVerdict.Judge(findings.ToReport(rehearsal.Seats, cost, leftovers), rehearsal, stopped);
        await EndAsync(log, stopped.Length > 0 ? RehearsalState.Stopped : RehearsalState.Done, report, stopping);
    }

    /// <summary>After a mux that ended in the middle of it.</summary>
    public async Task ClearUpAsync(Rehearsal rehearsal, CancellationToken stopping)
    {
        var log = new RehearsalLog(store, rehearsal.Id, time);
        var leftovers = await clearing.RunAsync(log, stopping);
        var report = new RehearsalReport(Severity.Warning, "Nothing is proven: the mux ended in the middle of the rehearsal, and cleared up after it when it started again.", [.. leftovers, "Rehearse again."]) { Leftovers = leftovers };
        await EndAsync(log, RehearsalState.Interrupted, report, stopping);
    }

    // Gives why it was stopped; empty when it came to its end, be it a bad one.
    private async Task<string> PlayStepsAsync(Rehearsal rehearsal, RehearsalLog log, Findings findings, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(Left(rehearsal), time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        var watch = WatchAsync(rehearsal, stop);
        try
        {
            await room.RunAsync(log, findings, stop.Token);
            await fleet.RunAsync(log, findings, stop.Token);
            await attendees.RunAsync(log, findings, stop.Token);
            room.LookAtMachine(findings);
            await deploy.RunAsync(log, findings, stop.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            findings.Failures.Add(new Failure(FailureSteps.Rehearsal, $"it was not over within {(rehearsal.Until - rehearsal.StartedAt).TotalMinutes:0} minutes, and was broken off at: {log.Current.Steps.LastOrDefault()?.Name}"));
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // The watch ended it, and says why.
        }
#pragma warning disable CA1031 // whatever a rehearsal meets: the camp must be put back as it was
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(logger, rehearsal.Id, exception);
            findings.Failures.Add(new Failure(FailureSteps.Rehearsal, "an error of the mux itself: see its log"));
        }

        await stop.CancelAsync();
        return await watch;
    }

    // Ends the rehearsal when it must give way, and gives the reason; empty when it came to its end before.
    private async Task<string> WatchAsync(Rehearsal rehearsal, CancellationTokenSource stop)
    {
        try
        {
            for (var snapshot = store.Snapshot; ; snapshot = await store.WaitForChangeAsync(snapshot.Version, stop.Token))
            {
                if (RehearsalGuard.WhyStop(snapshot, rehearsal) is { Length: > 0 } why)
                {
                    await stop.CancelAsync();
                    return why;
                }
            }
        }
        catch (OperationCanceledException)
        {
            return "";
        }
    }

    private async Task EndAsync(RehearsalLog log, RehearsalState state, RehearsalReport report, CancellationToken stopping)
    {
        await log.ChangeAsync(
            (draft, rehearsal) =>
            {
                draft.Audit(new AuditEntry("mux", "rehearsal.ended", rehearsal.Id.Value, report.Verdict));
                return rehearsal with { State = state, EndedAt = draft.Now, Report = report };
            },
            stopping);
        LogEnded(logger, log.Current.Id, report.Severity, report.Verdict);
    }

    private TimeSpan Left(Rehearsal rehearsal) => rehearsal.Until - time.GetUtcNow() is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    private FleetCost Cost() => FleetCost.Of(store.Snapshot, camp.Prices, time.GetUtcNow());

    [LoggerMessage(LogLevel.Information, "rehearsal {Rehearsal} begins with {Seats} stand-ins")]
    private static partial void LogBegun(ILogger logger, RehearsalId rehearsal, int seats);

    [LoggerMessage(LogLevel.Information, "rehearsal {Rehearsal} has ended ({Severity}): {Verdict}")]
    private static partial void LogEnded(ILogger logger, RehearsalId rehearsal, Severity severity, string verdict);

    [LoggerMessage(LogLevel.Error, "rehearsal {Rehearsal} met an error; the camp is put back as it was")]
    private static partial void LogFailed(ILogger logger, RehearsalId rehearsal, Exception exception);
}
