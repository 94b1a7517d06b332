using Mux.Auth;
using Mux.Camp;
using Mux.Fleet;
using Mux.Pages;
using Mux.Store;

namespace Mux.Berths;

/// <summary>The attendee's page and the same as JSON.</summary>
internal sealed class BerthEndpoints(CampDefinition camp, BerthLookup lookup, BerthViews views, AttendeeSession session, ResumeNote note, FormToken tokens, FleetStore store, BerthStream stream, TimeProvider time)
{
    private const int RefreshSeconds = 5;

    /// <summary><c>GET /</c>: joins the line when need be; goes on to <c>returnUrl</c> once there is something to go to.</summary>
    public async Task<IResult> ShowPageAsync(HttpContext context)
    {
        var wanted = LocalPath.OrRoot(context.Request.Query["returnUrl"]);
        if (await BerthAsync(context) is not { } berth)
        {
            return Results.Redirect(wanted == "/" ? "/login" : LocalPath.ToLogin(wanted));
        }

        var view = views.Of(berth.Attendee, berth.Snapshot);
        if (view.State == BerthState.Ready && wanted != "/")
        {
            return Results.Redirect(wanted);
        }

        if (view.State != BerthState.Ready || view.Hand is not null || view.Tutorials.Any(tutorial => tutorial.Phase != TutorialWord.Ready || tutorial.Update is not null))
        {
            Page.ComeAgain(context, RefreshSeconds);
        }

        var shell = new ShellModel(view.State == BerthState.Ready ? "Your tutorials" : "Waiting room", camp.Title)
        {
            Live = "/berth/events",
            Who = berth.Attendee.Name,
            FormToken = tokens.For(context),
        };
        return Page.Of<BerthPage, BerthPageModel>(context, new BerthPageModel(shell, view with { Time = time.GetUtcNow() }) { ResumeCode = note.Read(context) ?? "", MayType = camp.Helping.Typing });
    }

    /// <summary><c>GET /berth</c>: a <see cref="BerthView"/>; 401 for nobody.</summary>
    public async Task<IResult> ShowViewAsync(HttpContext context)
    {
        Page.Harden(context);
        if (await BerthAsync(context) is not { } berth)
        {
            return BerthStream.Nobody();
        }

        var view = views.Of(berth.Attendee, berth.Snapshot);
        if (view.State != BerthState.Ready)
        {
            Page.ComeAgain(context, RefreshSeconds);
        }

        return Results.Json(stream.Dress(view, note.IsLeft(context), tokens.For(context)), BerthStream.Json);
    }

    /// <summary><c>POST /noted</c>: the attendee has seen the personal code, or the notice; they are not shown again.</summary>
    public async Task<IResult> NotedAsync(HttpContext context)
    {
        var posted = await PostedForm.ReadAsync(context);
        if (posted.Refusal != FormRefusal.None)
        {
            var again = new MessageModel(new ShellModel("Please try again", camp.Title), "That page was out of date, so nothing was changed.") { LinkUrl = "/", LinkText = "To the start" };
            return Page.Message(context, again, StatusCodes.Status403Forbidden);
        }

        if (posted["what"] == "code")
        {
            note.Remove(context);
        }
        else if (session.Find(context) is { Notice.Length: > 0 } attendee)
        {
            await store.ChangeAsync(draft => ClearNotice(draft, attendee), context.RequestAborted);
        }

        return Page.SeeOther(context, "/");
    }

    private async Task<Berth?> BerthAsync(HttpContext context)
    {
        var berth = lookup.Find(context);
        if (berth is { Ship: null, Attendee: { LineNumber: null } attendee } && berth.Snapshot.TakesArrivals(time.GetUtcNow()))
        {
            await store.ChangeAsync(draft => Join(draft, attendee.Id), context.RequestAborted);
            berth = lookup.Find(context);
        }

        return berth;
    }

    private static bool Join(StoreDraft draft, AttendeeId attendee)
    {
        WaitingLine.Join(draft, draft.Snapshot.Attendees[attendee]);
        return true;
    }

    private static bool ClearNotice(StoreDraft draft, Attendee seen)
    {
        var now = draft.Snapshot.Attendees[seen.Id];
        if (now.Notice == seen.Notice)
        {
            draft.Put(now with { Notice = "" });
        }

        return true;
    }
}
