using Mux.Fleet;
using Mux.Providers;
using Mux.Store;

namespace Mux.Controller;

/// <summary>What a provider's answer to a launch means for the batch, its ships and the launches to come.</summary>
internal static class LaunchOutcomes
{
    public static void Write(StoreDraft draft, LaunchBatch batch, LaunchAnswer answer)
    {
        if (answer is LaunchAnswer.Unknown unknown)
        {
            draft.PutOff(batch, unknown.Reason);
            return;
        }

        draft.Conclude(batch, Words(answer));
        switch (answer)
        {
            case LaunchAnswer.Made made:
                Seat(draft, batch, made);
                break;
            case LaunchAnswer.NoRoom full:
                draft.Put(draft.Snapshot.Board.NoRoom(batch.Placement, full.Reason, draft.Now));
                break;
            case LaunchAnswer.Forbidden forbidden:
                draft.Put(draft.Snapshot.Board with { Stop = forbidden.Stop });
                break;
            case LaunchAnswer.Refused refused:
                EndAll(draft, batch, refused.Reason);
                break;
        }
    }

    public static string Words(LaunchAnswer answer) => answer switch
    {
        LaunchAnswer.Made made => $"made {made.Machines.Length}{(made.Shortfall.Length > 0 ? $"; {made.Shortfall}" : "")}",
        LaunchAnswer.NoRoom full => $"no room: {full.Reason}",
        LaunchAnswer.Forbidden forbidden => $"forbidden: {forbidden.Stop.Code}: {forbidden.Stop.Why}",
        LaunchAnswer.Refused refused => $"refused: {refused.Reason}",
        LaunchAnswer.Unknown unknown => $"not known: {unknown.Reason}",
        _ => throw new InvalidOperationException($"unknown answer {answer}"),
    };

    private static void Seat(StoreDraft draft, LaunchBatch batch, LaunchAnswer.Made made)
    {
        foreach (var (ship, machine) in batch.Ships.Zip(made.Machines))
        {
            // An answer may have taken long: the token lives from when the machine does.
            if (draft.Snapshot.Ships.GetValueOrDefault(ship)?.Enrollment is { Used: false } enrollment)
            {
                draft.Apply(ship, new ShipEvent.Ordered(batch.Id, enrollment with { NotAfter = draft.Now + EnrollmentTokens.Lifetime }));
            }

            draft.Apply(ship, new ShipEvent.Accepted(machine.ProviderId, machine.Block, machine.Type));
        }

        var board = draft.Snapshot.Board;
        draft.Put(made.Machines.Length < batch.Ships.Length ? board.NoRoom(batch.Placement, made.Shortfall, draft.Now) : board.Made(batch.Placement));
    }

    private static void EndAll(StoreDraft draft, LaunchBatch batch, string reason)
    {
        foreach (var ship in batch.Ships)
        {
            draft.Apply(ship, new ShipEvent.Ended(TerminationCause.LaunchRefused, reason));
        }
    }
}
