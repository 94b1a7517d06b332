using Mux.Camp;
using Mux.Metrics;
using Mux.Pages;

namespace Mux.Auth.Oidc;

/// <summary>What people see of a login by a provider when it is not a plain redirect.</summary>
internal sealed partial class OidcPages(CampDefinition camp, MuxMetrics metrics, TimeProvider time, ILogger<OidcPages> logger)
{
    private static readonly GuessBudget PerAddress = new(20, TimeSpan.FromSeconds(3));

    /// <summary>Counts logins that fail: each costs the provider some calls.</summary>
    public GuessThrottle Failures { get; } = new(PerAddress, 10_000, time);

    /// <summary>Says why, and what the organizers must look at. The failure's own words stay out of page and log: they may hold what came from outside.</summary>
    public IResult Refused(HttpContext context, OidcProvider provider, OidcTrouble trouble, Exception? failure = null)
    {
        var address = ClientAddress.KeyOf(context);
        Failures.CountWrong(address);
        metrics.Login("oidc_" + trouble.Kind.ToString().ToLowerInvariant());
        LogRefused(logger, provider.Name, trouble.Kind, failure?.GetBaseException().GetType().Name ?? "-", address);
        return Page.Of<RefusedPage, RefusedModel>(context, new RefusedModel(new ShellModel("Not logged in", camp.Title), trouble.Text, trouble.Check), trouble.Status);
    }

    public IResult TooMany(HttpContext context, TimeSpan wait)
    {
        Page.ComeAgain(context, WaitText.Seconds(wait), "/login");
        return Page.Of<RefusedPage, RefusedModel>(
            context, new RefusedModel(new ShellModel("Too many tries", camp.Title), $"Too many logins failed. Please wait {WaitText.Of(wait)}, then try again.", ""), StatusCodes.Status429TooManyRequests);
    }

    /// <summary>
    /// A page that leads on by itself. Not a redirect: a browser that comes from the provider would not send a strict cookie along with it, and would not
    /// follow one from our form to another site.
    /// </summary>
    /// <param name="url">A path of this site, or the provider's own address.</param>
    public IResult Onward(HttpContext context, string title, string text, string url)
    {
        context.Response.Headers["Refresh"] = $"0;url={url}";
        return Page.Message(context, new MessageModel(new ShellModel(title, camp.Title), text) { LinkUrl = url, LinkText = "Go on" }, StatusCodes.Status200OK);
    }

    [LoggerMessage(LogLevel.Warning, "oidc login refused: provider {Provider}, {Kind} ({Exception}), from {Address}")]
    private static partial void LogRefused(ILogger logger, string provider, OidcTroubleKind kind, string exception, string address);
}

/// <summary>A login that did not work.</summary>
/// <param name="Check">For the organizers; empty: nothing to check.</param>
public sealed record RefusedModel(ShellModel Shell, string Text, string Check);
