using Mux.Auth.Oidc;
using Mux.Camp;
using Mux.Metrics;
using Mux.Pages;
using Mux.Store;

namespace Mux.Auth;

/// <summary>The attendees' way in and out.</summary>
internal sealed class LoginEndpoints(
    LoginDesk desk, LoginPages pages, AttendeeSession session, ResumeNote note, Farewell farewell, OidcPages onward, FleetStore store, MuxSettings settings, MuxMetrics metrics)
{
    public IResult ShowForm(HttpContext context)
    {
        var returnUrl = LocalPath.OrRoot(context.Request.Query["returnUrl"]);
        return session.Find(context) is not null ? Results.Redirect(returnUrl) : pages.Empty(context, returnUrl);
    }

    public async Task<IResult> LogInAsync(HttpContext context)
    {
        var posted = await PostedForm.ReadAsync(context);
        if (posted.Refusal != FormRefusal.None)
        {
            return pages.Refused(context, posted.Refusal);
        }

        var outcome = await desk.EnterAsync(context, posted);
        metrics.Login(outcome.Result.ToString().ToLowerInvariant());
        var returnUrl = LocalPath.OrRoot(posted["returnUrl"]);
        if (outcome.Result == LoginResult.Entered)
        {
            if (outcome.ResumeCode.Length > 0)
            {
                note.Leave(context, outcome);
            }

            return Page.SeeOther(context, returnUrl);
        }

        return outcome.Result == LoginResult.Throttled ? pages.TooMany(context, outcome.RetryAfter) : pages.Again(context, posted, returnUrl, outcome);
    }

    public async Task<IResult> LogOutAsync(HttpContext context)
    {
        var posted = await PostedForm.ReadAsync(context);
        if (posted.Refusal != FormRefusal.None)
        {
            return pages.Refused(context, posted.Refusal);
        }

        var login = session.FindLogin(context, store.Snapshot);
        if (session.KeyOf(context) is { } key && store.Snapshot.Logins.ContainsKey(key))
        {
            await store.ChangeAsync(
                draft =>
                {
                    draft.RemoveLogin(key);
                    return true;
                },
                context.RequestAborted);
        }

        session.RemoveCookie(context);
        note.Remove(context);
        return await farewell.AddressAsync(login?.Word, settings.AttendeeUrl, context.RequestAborted) is { } address
            ? onward.Onward(context, "Logged out", "You are logged out here. Logging you out where you logged in, too.", address)
            : Page.SeeOther(context, "/login");
    }
}
