using Mux.Auth;
using Mux.Camp;
using Mux.Fleet;
using Mux.Pages;
using Mux.Store;

namespace Mux.Berths;

/// <summary><c>POST /hand/…</c>: an attendee asks for help, and decides what a helper may see. Forms alone, so that it works without scripts.</summary>
internal sealed class HandDesk(FleetStore store, AttendeeSession session, CampDefinition camp)
{
    /// <summary>Fields <c>tutorial</c> (a name, or empty) and <c>note</c>. A hand that is up stays where it is.</summary>
    public Task<IResult> RaiseAsync(HttpContext context) => PostedAsync(context, (draft, attendee, posted, actor) =>
    {
        if (!draft.Snapshot.Hands.ContainsKey(attendee))
        {
            var hand = new Hand(HandId.New(), attendee, camp.Tutorial(posted["tutorial"])?.Name ?? "", HandRules.Note(posted["note"]), draft.Now);
            draft.Put(hand);
            draft.Audit(new AuditEntry(actor, "hand.raised", attendee.Value, hand.Tutorial));
        }

        return true;
    });

    public Task<IResult> LowerAsync(HttpContext context) => PostedAsync(context, (draft, attendee, _, actor) =>
    {
        if (draft.Snapshot.Hands.TryGetValue(attendee, out var hand))
        {
            draft.Remove(hand);
            draft.Audit(new AuditEntry(actor, "hand.lowered", attendee.Value, hand.Leave is null ? "" : "what was open to see is closed"));
        }

        return true;
    });

    /// <summary>Fields <c>question</c> (its id) and <c>answer</c>: <c>look</c>, <c>type</c> or <c>no</c>.</summary>
    public Task<IResult> AnswerAsync(HttpContext context) => PostedAsync(context, (draft, attendee, posted, actor) =>
    {
        LeaveAnswer? said = posted["answer"] switch { "look" => LeaveAnswer.Look, "type" when camp.Helping.Typing => LeaveAnswer.Type, "no" => LeaveAnswer.No, _ => null };
        if (said is not { } answer || draft.Snapshot.Hands.GetValueOrDefault(attendee) is not { } hand
            || HandRules.Answered(hand, new LeaveId(posted["question"]), answer, camp.Helping.Lasts, draft.Snapshot, draft.Now) is not { } next)
        {
            return false;
        }

        draft.Put(next);
        draft.Audit(answer == LeaveAnswer.No
            ? new AuditEntry(actor, "help.refused", attendee.Value, $"to {hand.Helper?.Name}")
            : new AuditEntry(actor, "help.granted", attendee.Value, $"to {hand.Helper?.Name}: {(next.Leave!.Typing ? "type in" : "look at")} {next.Leave.Tutorial} until {next.Leave.Until:HH:mm:ss} UTC"));
        return true;
    });

    /// <summary>Closes at once what is open.</summary>
    public Task<IResult> CloseAsync(HttpContext context) => PostedAsync(context, (draft, attendee, _, actor) =>
    {
        if (draft.Snapshot.Hands.GetValueOrDefault(attendee) is { Leave: not null } hand)
        {
            draft.Put(HandRules.Closed(hand));
            draft.Audit(new AuditEntry(actor, "help.ended", attendee.Value, "by the attendee"));
        }

        return true;
    });

    private async Task<IResult> PostedAsync(HttpContext context, Func<StoreDraft, AttendeeId, PostedForm, string, bool> change)
    {
        var posted = await PostedForm.ReadAsync(context);
        if (posted.Refusal != FormRefusal.None)
        {
            return Say(context, "Please try again", "That page was out of date, so nothing was changed.", StatusCodes.Status403Forbidden);
        }

        if (session.Find(context) is not { } attendee)
        {
            return Page.SeeOther(context, "/login");
        }

        var actor = $"attendee {attendee.Name} from {context.Connection.RemoteIpAddress}";
        return await store.ChangeAsync(draft => change(draft, attendee.Id, posted, actor), context.RequestAborted)
            ? Page.SeeOther(context, "/#hand")
            : Say(context, "Too late", "That is no longer to be decided: the helper has asked anew or is gone, or your machine was replaced. Nothing was opened.", StatusCodes.Status409Conflict);
    }

    private IResult Say(HttpContext context, string title, string text, int status) =>
        Page.Message(context, new MessageModel(new ShellModel(title, camp.Title), text) { LinkUrl = "/", LinkText = "To the start" }, status);
}
