using Mux.Fleet;
using Mux.Store;

namespace Mux.Rehearsals;

/// <summary>Writes down how far a rehearsal is, for those who watch and for whoever clears up after a crash.</summary>
internal sealed class RehearsalLog(FleetStore store, RehearsalId id, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(1);

    private RehearsalStep? step;
    private long said;

    /// <summary>As the store has it.</summary>
    public Rehearsal Current => store.Snapshot.Rehearsals.First(one => one.Id == id);

    public FleetSnapshot Snapshot => store.Snapshot;

    public Task BeginAsync(string name, string detail, CancellationToken cancellationToken) =>
        PutAsync(new RehearsalStep(name, StepState.Running, detail, time.GetUtcNow(), null), cancellationToken);

    public Task EndAsync(StepState state, string detail, CancellationToken cancellationToken) =>
        PutAsync(step! with { State = state, Detail = detail, EndedAt = time.GetUtcNow() }, cancellationToken);

    /// <summary>Looks until it is so, or the patience is over, and tells meanwhile how far it is. Gives whether it came to be.</summary>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    public async Task<bool> UntilAsync(Func<FleetSnapshot, bool> so, Func<FleetSnapshot, string> detail, TimeSpan patience, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        for (var snapshot = store.Snapshot; !so(snapshot); snapshot = store.Snapshot)
        {
            if (time.GetElapsedTime(start) > patience)
            {
                return false;
            }

            await SayAsync(detail(snapshot), cancellationToken);
            await Task.Delay(LookEvery, time, cancellationToken);
        }

        return true;
    }

    /// <summary>How far the step is; not more often than somebody could read it.</summary>
    public async Task SayAsync(string detail, CancellationToken cancellationToken)
    {
        if (detail != step!.Detail && time.GetElapsedTime(said) >= SayEvery)
        {
            await PutAsync(step with { Detail = detail }, cancellationToken);
        }
    }

    /// <summary>Changes the rehearsal's own record, together with whatever else belongs to the change.</summary>
    public Task ChangeAsync(Func<StoreDraft, Rehearsal, Rehearsal> change, CancellationToken cancellationToken) => store.ChangeAsync(
        draft =>
        {
            draft.Put(change(draft, draft.Snapshot.Rehearsals.First(one => one.Id == id)));
            return true;
        },
        cancellationToken);

    private async Task PutAsync(RehearsalStep next, CancellationToken cancellationToken)
    {
        (step, said) = (next, time.GetTimestamp());
        await ChangeAsync((_, rehearsal) => rehearsal.With(next), cancellationToken);
    }
}
