using Mux.Camp;
using Mux.Metrics;
using Mux.Pages;
using Mux.Store;

namespace Mux.Auth;

/// <summary>The attendees' way in and out.</summary>
internal sealed class LoginEndpoints(CampDefinition camp, LoginDesk desk, AttendeeSession session, ResumeNote note, FormToken tokens, FleetStore store, MuxMetrics metrics)
{
    public IResult ShowForm(HttpContext context)
    {
        var returnUrl = LocalPath.OrRoot(context.Request.Query["returnUrl"]);
        return session.Find(context) is not null ? Results.Redirect(returnUrl) : Form(context, new LoginModel(Shell(), "", returnUrl), StatusCodes.Status200OK);
    }

    public async Task<IResult> LogInAsync(HttpContext context)
    {
        var posted = await PostedForm.ReadAsync(context);
        if (posted.Refusal != FormRefusal.None)
        {
            return Refused(context, posted.Refusal);
        }

        var outcome = await desk.EnterAsync(context, posted);
        metrics.Login(outcome.Result.ToString().ToLowerInvariant());
        var returnUrl = LocalPath.OrRoot(posted["returnUrl"]);
        if (outcome.Result == LoginResult.Entered)
        {
            if (outcome.ResumeCode.Length > 0)
            {
                note.Leave(context, outcome.SessionKey, outcome.ResumeCode);
            }

            return Page.SeeOther(context, returnUrl);
        }

        return outcome.Result == LoginResult.Throttled ? TooMany(context, outcome.RetryAfter) : Again(context, posted, returnUrl, outcome);
    }

    public async Task<IResult> LogOutAsync(HttpContext context)
    {
        var posted = await PostedForm.ReadAsync(context);
        if (posted.Refusal != FormRefusal.None)
        {
            return Refused(context, posted.Refusal);
        }

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
        return Page.SeeOther(context, "/login");
    }

    private IResult Again(HttpContext context, PostedForm posted, string returnUrl, LoginOutcome outcome)
    {
        var asksResume = outcome.Result is LoginResult.NeedsResume or LoginResult.WrongResume;
        var model = new LoginModel(Shell(), "", returnUrl)
        {
            Name = outcome.Result == LoginResult.BadName ? "" : posted["name"],
            Code = asksResume ? posted["code"] : "",
            AsksResume = asksResume,
            Error = outcome.Message,
        };
        return Form(context, model, outcome.Result switch
        {
            LoginResult.BadName => StatusCodes.Status400BadRequest,
            LoginResult.NeedsResume => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status401Unauthorized,
        });
    }

    private IResult Form(HttpContext context, LoginModel model, int status) =>
        Page.Of<LoginPage, LoginModel>(context, model with { FormToken = tokens.For(context) }, status);

    private IResult TooMany(HttpContext context, TimeSpan wait)
    {
        Page.ComeAgain(context, WaitText.Seconds(wait), "/login");
        var model = new LoginModel(Shell("Too many tries"), "", "/") { Error = $"Too many wrong tries. Please wait {WaitText.Of(wait)}, then try again." };
        return Form(context, model, StatusCodes.Status429TooManyRequests);
    }

    private IResult Refused(HttpContext context, FormRefusal why) => why switch
    {
        FormRefusal.NoToken => Form(context, new LoginModel(Shell(), "", "/") { Error = "That page was out of date. Please try once more." }, StatusCodes.Status403Forbidden),
        FormRefusal.TooLarge => Page.Message(context, new MessageModel(Shell("Too much"), "What was sent is far larger than a name and a code.") { LinkUrl = "/login", LinkText = "To the login" }, StatusCodes.Status413PayloadTooLarge),
        _ => Page.Message(context, new MessageModel(Shell("Not from this site"), "That did not come from one of our own pages, so nothing was changed.") { LinkUrl = "/", LinkText = "To the start" }, StatusCodes.Status403Forbidden),
    };

    private ShellModel Shell(string title = "Log in") => new(title, camp.Title);
}
