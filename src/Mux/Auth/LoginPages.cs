using Mux.Auth.Oidc;
using Mux.Camp;
using Mux.Pages;

namespace Mux.Auth;

/// <summary>The attendees' login form in all its states.</summary>
internal sealed class LoginPages(CampDefinition camp, OidcProviders providers, FormToken tokens)
{
    public IResult Empty(HttpContext context, string returnUrl) => Form(context, new LoginModel(Shell(), "", returnUrl), StatusCodes.Status200OK);

    public IResult Again(HttpContext context, PostedForm posted, string returnUrl, LoginOutcome outcome)
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
            LoginResult.NoSeat or LoginResult.NoCodes => StatusCodes.Status403Forbidden,
            _ => StatusCodes.Status401Unauthorized,
        });
    }

    public IResult TooMany(HttpContext context, TimeSpan wait)
    {
        Page.ComeAgain(context, WaitText.Seconds(wait), "/login");
        var model = new LoginModel(Shell("Too many tries"), "", "/") { Error = $"Too many wrong tries. Please wait {WaitText.Of(wait)}, then try again." };
        return Form(context, model, StatusCodes.Status429TooManyRequests);
    }

    public IResult Refused(HttpContext context, FormRefusal why) => why switch
    {
        FormRefusal.NoToken => Form(context, new LoginModel(Shell(), "", "/") { Error = "That page was out of date. Please try once more." }, StatusCodes.Status403Forbidden),
        FormRefusal.TooLarge => Page.Message(context, new MessageModel(Shell("Too much"), "What was sent is far larger than a name and a code.") { LinkUrl = "/login", LinkText = "To the login" }, StatusCodes.Status413PayloadTooLarge),
        _ => Page.Message(context, new MessageModel(Shell("Not from this site"), "That did not come from one of our own pages, so nothing was changed.") { LinkUrl = "/", LinkText = "To the start" }, StatusCodes.Status403Forbidden),
    };

    private IResult Form(HttpContext context, LoginModel model, int status) => Page.Of<LoginPage, LoginModel>(
        context,
        model with { FormToken = tokens.For(context), TakesCode = camp.Login.AccessCode, Providers = providers.Choices(model.ReturnUrl) },
        status);

    private ShellModel Shell(string title = "Log in") => new(title, camp.Title);
}
