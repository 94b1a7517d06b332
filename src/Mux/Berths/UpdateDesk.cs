using Mux.Auth;
using Mux.Camp;
using Mux.Fleet;
using Mux.Pages;
using Mux.Store;

namespace Mux.Berths;

/// <summary><c>POST /update</c>: an attendee says when a new version may come, from the page's form or from the bar over the notebook.</summary>
internal sealed class UpdateDesk(FleetStore store, AttendeeSession session, CampDefinition camp)
{
    public async Task<IResult> AnswerAsync(HttpContext context)
    {
        var posted = await PostedForm.ReadAsync(context);
        if (posted.Refusal != FormRefusal.None)
        {
            return Say(context, "Please try again", "That page was out of date, so nothing was changed.", StatusCodes.Status403Forbidden);
        }

        if (session.Find(context) is not { } attendee)
        {
            return Results.Redirect("/login");
        }

        ConsentAnswer? answer = posted["answer"] switch { "now" => ConsentAnswer.Now, "break" => ConsentAnswer.Break, _ => null };
        var taken = answer is { } word && await store.ChangeAsync(draft => Take(draft, attendee, new RolloutId(posted["rollout"]), word), context.RequestAborted);
        return taken ? Page.SeeOther(context, "/") : Say(context, "Too late", "That update is no longer to be decided: it has come, or was called off.", StatusCodes.Status409Conflict);
    }

    private static bool Take(StoreDraft draft, Attendee attendee, RolloutId id, ConsentAnswer answer)
    {
        if (!draft.Snapshot.Rollouts.TryGetValue(id, out var rollout) || draft.Snapshot.ShipOf(attendee.Id) is not { } ship || UpdateOffer.Of(ship, rollout.Tutorial, draft.Snapshot)?.Rollout != id.Value)
        {
            return false;
        }

        if (rollout.Answers.GetValueOrDefault(attendee.Id.Value)?.Answer != answer)
        {
            draft.Put(rollout with { Answers = rollout.Answers.SetItem(attendee.Id.Value, new Consent(answer, draft.Now)) });
            draft.Audit(new AuditEntry($"attendee {attendee.Name}", answer == ConsentAnswer.Now ? "update now" : "update at the break", rollout.Id.Value, $"{rollout.Tutorial} on {ship.Id}"));
        }

        return true;
    }

    private IResult Say(HttpContext context, string title, string text, int status) =>
        Page.Message(context, new MessageModel(new ShellModel(title, camp.Title), text) { LinkUrl = "/", LinkText = "To the start" }, status);
}
