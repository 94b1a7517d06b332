using Mux.Fleet;

namespace Mux.Berths;

/// <summary>A new version that waits for the attendee's word, as <c>GET /berth</c> has it.</summary>
/// <param name="Rollout">What to send back with the answer.</param>
/// <param name="Note">The author's word; plain text, may be empty.</param>
/// <param name="DueAt">When it comes as things stand; null when that is not known.</param>
/// <param name="BreakAt">The break that can be chosen; null where the author named none: then the end of the time is.</param>
/// <param name="Choice"><c>now</c>, <c>break</c>, or empty.</param>
/// <param name="Paused">The organizers hold it: no time counts.</param>
public sealed record UpdateOffer(string Rollout, string Note, DateTimeOffset? DueAt, DateTimeOffset? BreakAt, string Choice, bool Paused)
{
    /// <summary>Whose break it is, and when, in one sentence; empty where the author named a time.</summary>
    public string BreakText { get; private init; } = "";

    /// <summary>Null when there is nothing to ask: no rollout, none that asks, or one that is past this ship.</summary>
    internal static UpdateOffer? Of(Ship ship, string tutorial, FleetSnapshot snapshot)
    {
        var rollout = snapshot.Rollouts.Values.FirstOrDefault(rollout => rollout.Tutorial == tutorial && rollout is { IsOpen: true, Terms: not null });
        if (rollout is null || ship.Attendee is not { } attendee || rollout.Ships.GetValueOrDefault(ship.Id.Value)?.Step != RolloutStep.Pulled)
        {
            return null;
        }

        var choice = rollout.Answers.GetValueOrDefault(attendee.Value)?.Answer switch { ConsentAnswer.Now => "now", ConsentAnswer.Break => "break", _ => "" };
        return new UpdateOffer(rollout.Id.Value, rollout.Note, rollout.DueAt(attendee), rollout.Terms!.BreakAt, choice, rollout.State == RolloutState.Paused)
        {
            BreakText = BreakWords.Of(rollout.Terms!, snapshot),
        };
    }
}
