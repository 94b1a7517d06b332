using Mux.Auth.Oidc;
using Mux.Camp;
using Mux.Pages;

namespace Mux.Auth;

/// <summary>The organizers' way in and out of the dashboard.</summary>
internal sealed partial class OrganizerLoginEndpoints(
    CampDefinition camp, MuxSettings settings, OrganizerAccess access, OidcProviders providers, OidcPages onward, Farewell farewell, FormToken tokens, ILogger<OrganizerLoginEndpoints> logger)
{
    public IResult ShowForm(HttpContext context)
    {
        var returnUrl = LocalPath.OrRoot(context.Request.Query["returnUrl"]);
        return access.Find(context) is not null ? Results.Redirect(returnUrl) : Form(context, returnUrl, "", StatusCodes.Status200OK);
    }

    public async Task<IResult> LogInAsync(HttpContext context)
    {
        var posted = await PostedForm.ReadAsync(context);
        if (posted.Refusal != FormRefusal.None)
        {
            return Refused(context, posted.Refusal);
        }

        var address = ClientAddress.KeyOf(context);
        var returnUrl = LocalPath.OrRoot(posted["returnUrl"]);
        if (access.Guesses.WaitOf(address) is { } wait)
        {
            Page.ComeAgain(context, WaitText.Seconds(wait), "/login");
            return Form(context, returnUrl, $"Too many wrong tries. Please wait {WaitText.Of(wait)}, then try again.", StatusCodes.Status429TooManyRequests);
        }

        if (await access.TryEnterAsync(context, posted["secret"]))
        {
            LogEntered(logger, address);
            return Page.SeeOther(context, returnUrl);
        }

        access.Guesses.CountWrong(address);
        LogRefused(logger, address);
        return Form(context, returnUrl, "That is not the organizer token.", StatusCodes.Status401Unauthorized);
    }

    public async Task<IResult> LogOutAsync(HttpContext context)
    {
        var posted = await PostedForm.ReadAsync(context);
        if (posted.Refusal != FormRefusal.None)
        {
            return Refused(context, posted.Refusal);
        }

        return await farewell.AddressAsync(await access.LeaveAsync(context), settings.OrganizerUrl, context.RequestAborted) is { } address
            ? onward.Onward(context, "Logged out", "You are logged out here. Logging you out where you logged in, too.", address)
            : Page.SeeOther(context, "/login");
    }

    private IResult Refused(HttpContext context, FormRefusal why) => why == FormRefusal.TooLarge
        ? Form(context, "/", "What was sent is far larger than a token.", StatusCodes.Status413PayloadTooLarge)
        : Form(context, "/", "That page was out of date, or not one of ours. Please try once more.", StatusCodes.Status403Forbidden);

    private IResult Form(HttpContext context, string returnUrl, string error, int status) => Page.Of<OrganizerLoginPage, OrganizerLoginModel>(
        context,
        new OrganizerLoginModel(new ShellModel("Organizers", camp.Title), tokens.For(context), returnUrl, error) { Providers = providers.Choices(returnUrl) },
        status);

    [LoggerMessage(LogLevel.Information, "an organizer logged in from {Address}")]
    private static partial void LogEntered(ILogger logger, string address);

    [LoggerMessage(LogLevel.Warning, "wrong organizer token from {Address}")]
    private static partial void LogRefused(ILogger logger, string address);
}
