using System.Collections.Immutable;
using Mux.Fleet;
using Mux.Orders;
using Mux.Store;

namespace Mux.Rehearsals;

/// <summary>
/// Puts everything back: the image, the goal; stand-ins with their homes and ships go. Each part looks at what there is, so that it may be begun again after a crash.
/// </summary>
internal sealed class ClearingStep(DeployDesk desk)
{
    public const string Name = "clearing up";

    private static readonly TimeSpan RollbackPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MachinePatience = TimeSpan.FromMinutes(5);

    /// <summary>Gives what is left over, for people.</summary>
    public async Task<ImmutableArray<string>> RunAsync(RehearsalLog log, CancellationToken cancellationToken)
    {
        await log.ChangeAsync((draft, rehearsal) => BreakOff(rehearsal, draft.Now), cancellationToken);
        await log.BeginAsync(Name, "the image, the goal, ships and stand-ins", cancellationToken);
        var rehearsal = log.Current;
        if (DeployChoice.ToUndo(log.Snapshot, rehearsal) is { } deployed)
        {
            await desk.RollBackAsync(deployed.Id.Value, "", DeployStep.By(rehearsal), cancellationToken);
        }

        await log.ChangeAsync(PutBack, cancellationToken);
        await log.UntilAsync(snapshot => DeployChoice.Open(snapshot, rehearsal) is null, _ => "the image is being taken back", RollbackPatience, cancellationToken);
        await log.UntilAsync(snapshot => Remaining(snapshot, rehearsal) == 0, snapshot => $"{Remaining(snapshot, rehearsal)} machines are being taken down", MachinePatience, cancellationToken);
        var left = Leftovers(log.Snapshot, rehearsal);
        await log.EndAsync(left.IsEmpty ? StepState.Done : StepState.Failed, left.IsEmpty ? "nothing is left behind" : string.Join(" ", left), cancellationToken);
        return left;
    }

    /// <summary>What a rehearsal leaves behind as the fleet stands, each with what to do about it. Pure.</summary>
    public static ImmutableArray<string> Leftovers(FleetSnapshot snapshot, Rehearsal rehearsal)
    {
        var left = ImmutableArray.CreateBuilder<string>();
        if (Remaining(snapshot, rehearsal) is > 0 and var machines)
        {
            left.Add($"{machines} of its machines are not confirmed to be gone: 'mux fleet machines' shows them; the mux goes on ending them.");
        }

        var own = snapshot.Rollouts.Values.Where(rollout => rollout.By == rehearsal.Actor).MaxBy(rollout => rollout.StartedAt);
        if (own is { Undoes: not null, State: not RolloutState.Succeeded } || (own is not null && DeployChoice.ToUndo(snapshot, rehearsal) is not null))
        {
            left.Add($"{rehearsal.Tutorial} was not taken back to {rehearsal.ImageBefore} on every ship: run 'mux rollout rollback {rehearsal.Tutorial}'.");
        }

        return left.ToImmutable();
    }

    private static int Remaining(FleetSnapshot snapshot, Rehearsal rehearsal) => snapshot.ShipList.Count(ship => !ship.Reclaimed && IsOf(rehearsal, ship));

    private static bool IsOf(Rehearsal rehearsal, Ship ship) => ship.Attendee is { } attendee && rehearsal.StandIns.Contains(attendee);

    // A step that was under way is not any more.
    private static Rehearsal BreakOff(Rehearsal rehearsal, DateTimeOffset now) => rehearsal with
    {
        State = RehearsalState.ClearingUp,
        Steps = [.. rehearsal.Steps.Select(step => step.EndedAt is null ? step with { State = StepState.Failed, Detail = $"broken off: {step.Detail}", EndedAt = now } : step)],
    };

    // One change: no moment sees a stand-in's ship without the stand-in, whose files somebody might want.
    private static Rehearsal PutBack(StoreDraft draft, Rehearsal rehearsal)
    {
        foreach (var ship in draft.Snapshot.ShipList.Where(ship => ship.IsLive && IsOf(rehearsal, ship)))
        {
            draft.Apply(ship.Id, new ShipEvent.Ended(TerminationCause.Released, "the rehearsal is over"));
        }

        foreach (var standIn in rehearsal.StandIns.Select(id => draft.Snapshot.Attendees.GetValueOrDefault(id)).OfType<Attendee>())
        {
            draft.Remove(standIn);
        }

        if (draft.Snapshot.GoalRule == GoalRule.Rehearsal)
        {
            draft.SetGoal(rehearsal.GoalBefore.Ships, rehearsal.GoalBefore.Rule, rehearsal.GoalBefore.Why);
        }

        return rehearsal;
    }
}
