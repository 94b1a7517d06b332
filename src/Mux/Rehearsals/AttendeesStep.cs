using System.Collections.Concurrent;
using Mux.Camp;
using Mux.Fleet;

namespace Mux.Rehearsals;

/// <summary>Sends stand-ins through the attendees' own door, ten a second: link, login, ship, notebook, kernel, cell.</summary>
internal sealed class AttendeesStep(MuxSettings settings, TimeProvider time)
{
    public const string Name = "attendees";

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    public async Task RunAsync(RehearsalLog log, Findings findings, CancellationToken cancellationToken)
    {
        var (rehearsal, arrived) = (log.Current, new ConcurrentDictionary<string, int>(StringComparer.Ordinal));
        // Whoever has no ship would only wait: that ships are missing is known by now.
        var guests = await InviteAsync(log, Math.Min(rehearsal.Seats, log.Snapshot.Index.Free.Count), cancellationToken);
        await log.BeginAsync(Name, $"{guests.Count} stand-ins come in, ten a second", cancellationToken);
        var visits = Task.WhenAll(guests.Select((guest, index) => VisitAsync(guest.Secret, rehearsal, index * Between, arrived, cancellationToken)));
        await log.UntilAsync(_ => visits.IsCompleted, _ => Words(arrived, rehearsal.Seats), TimeSpan.MaxValue, cancellationToken);
        var outcomes = await visits;

        var snapshot = log.Snapshot;
        findings.Failures.AddRange(outcomes.Zip(guests).Where(pair => pair.First.Failure is not null)
            .Select(pair => pair.First.Failure! with { Ship = snapshot.ShipOf(pair.Second.Attendee)?.Id.Value ?? "" }));
        findings.Measures.Add(Measures.Of(Measures.Notebook, outcomes.Select(outcome => outcome.Notebook).OfType<TimeSpan>(), rehearsal.Seats, Measures.NotebookTarget));
        findings.Measures.Add(Measures.Of(Measures.Result, outcomes.Select(outcome => outcome.Result).OfType<TimeSpan>(), rehearsal.Seats, Measures.ResultTarget));
        await log.EndAsync(arrived.GetValueOrDefault(FailureSteps.Cell) == rehearsal.Seats ? StepState.Done : StepState.Failed, Words(arrived, rehearsal.Seats), cancellationToken);
    }

    /// <summary>Puts the stand-ins on record before the first of them moves. Their secrets stay in this process.</summary>
    private static async Task<List<(string Secret, AttendeeId Attendee)>> InviteAsync(RehearsalLog log, int count, CancellationToken cancellationToken)
    {
        var guests = Enumerable.Range(1, count).Select(number => (Number: number, Secret: OneTimeSecret.New("rehearsal_"), Id: AttendeeId.New())).ToList();
        await log.ChangeAsync(
            (draft, rehearsal) =>
            {
                foreach (var guest in guests)
                {
                    draft.Put(new Attendee(guest.Id, $"Stand-in {guest.Number}", AttendeeKey.OfStandIn(guest.Secret.Key), "", null, draft.Now, null, "") { Origin = AttendeeOrigin.StandIn });
                }

                return rehearsal with { StandIns = [.. guests.Select(guest => guest.Id)] };
            },
            cancellationToken);
        return [.. guests.Select(guest => (guest.Secret.Value, guest.Id))];
    }

    private async Task<VisitOutcome> VisitAsync(string secret, Rehearsal rehearsal, TimeSpan wait, ConcurrentDictionary<string, int> arrived, CancellationToken cancellationToken)
    {
        await Task.Delay(wait, time, cancellationToken);
        using var browser = new StandInBrowser(settings.AttendeeUrl);
        return await new StandInVisit(browser, rehearsal.Tutorial, secret, time, step => arrived.AddOrUpdate(step, 1, (_, count) => count + 1)).RunAsync(cancellationToken);
    }

    private static string Words(ConcurrentDictionary<string, int> arrived, int seats) =>
        $"of {seats}: {arrived.GetValueOrDefault(FailureSteps.Login)} logged in, {arrived.GetValueOrDefault(FailureSteps.Notebook)} have their notebook, {arrived.GetValueOrDefault(FailureSteps.Cell)} a cell's result";
}
