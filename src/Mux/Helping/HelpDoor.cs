using Mux.Auth;
using Mux.Camp;
using Mux.Orders;
using Mux.Pages;
using Mux.Store;

namespace Mux.Helping;

/// <summary><c>GET /help/{ticket}</c> at the attendees' listener: a helper who may type comes over from the organizers'.</summary>
internal sealed class HelpDoor(HelpVisits visits, HelpLeaves leaves, AttendeeSession session, FleetStore store, CampDefinition camp)
{
    public async Task<IResult> EnterAsync(HttpContext context, string ticket)
    {
        var own = session.KeyOf(context);
        if (visits.Begin(context, ticket) is not { } visit)
        {
            var again = new MessageModel(new ShellModel("Not open", camp.Title), "This way in was used, is more than a minute old, or the attendee has ended it. Go back to the hands and try again.");
            return Page.Message(context, again, StatusCodes.Status404NotFound);
        }

        // From here on the attendee's scripts run in this browser: a login of the helper's own would be theirs to use, and what other notebooks left behind would meet this one's.
        if (own is not null && store.Snapshot.Logins.ContainsKey(own))
        {
            await store.ChangeAsync(draft => Forget(draft, own), context.RequestAborted);
        }

        session.RemoveCookie(context);
        await leaves.NoteUseAsync(visit.Attendee, visit.Leave, HelperOf(context, visit), context.RequestAborted);
        context.Response.Headers["Clear-Site-Data"] = "\"storage\"";
        return Page.SeeOther(context, $"/camp/{visit.Tutorial}/");
    }

    private Orderer HelperOf(HttpContext context, HelpVisit visit) =>
        new(store.Snapshot.Hands.GetValueOrDefault(visit.Attendee)?.Helper?.Name ?? "helper", context.Connection.RemoteIpAddress?.ToString() ?? "?");

    private static bool Forget(StoreDraft draft, string login)
    {
        draft.RemoveLogin(login);
        return true;
    }
}
