using Microsoft.AspNetCore.Http.Features;
using Mux.Auth;
using Mux.Camp;
using Mux.Fleet;
using Mux.Pages;

namespace Mux.Proxy;

/// <summary>The mux's own answers where a ship's was asked for: pages for people, problem+json for scripts.</summary>
internal sealed class ProxyPages(CampDefinition camp, ILogger<ProxyPages> logger)
{
    public static Task RefuseAsync(HttpContext context, int status, string title, string detail) =>
        TypedResults.Problem(statusCode: status, title: title, detail: detail).ExecuteAsync(context);

    /// <summary>To the login page and back; scripts are told that they have none.</summary>
    public static Task LoginAsync(HttpContext context)
    {
        if (!context.Request.IsDocument())
        {
            return RefuseAsync(context, StatusCodes.Status401Unauthorized, "Not logged in", "Log in at /login, then load this page again.");
        }

        context.Response.Redirect(LocalPath.ToLogin(context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent()));
        return Task.CompletedTask;
    }

    /// <summary>No ship is theirs now: the overview knows why, and moves on by itself.</summary>
    public static Task WaitAsync(HttpContext context)
    {
        if (context.Request.IsDocument())
        {
            return Page.SeeOther(context, "/").ExecuteAsync(context);
        }

        context.Response.Headers.RetryAfter = "2";
        return RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "No machine yet", "Your machine is not ready. The overview at / shows how far it is.");
    }

    /// <param name="status">What the ship last said of the tutorial; null when it said nothing.</param>
    public Task MomentAsync(HttpContext context, string tutorial, TutorialStatus? status)
    {
        const int Code = StatusCodes.Status503ServiceUnavailable;
        var moment = Moment.Of(camp.Tutorial(tutorial)?.Title ?? tutorial, status);
        if (context.Request.IsDocument())
        {
            Page.ComeAgain(context, moment.Again);
            return ShowAsync(context, Code, new MessageModel(Shell("One moment"), moment.Text) { Busy = true });
        }

        context.Response.Headers.RetryAfter = $"{moment.Again}";
        return RefuseAsync(context, Code, "One moment", moment.Text);
    }

    public Task UnknownTutorialAsync(HttpContext context, string tutorial) => context.Request.IsDocument()
        ? Page.Of<UnknownTutorialPage, UnknownTutorialModel>(context, new(Shell("No such tutorial"), tutorial, Offers()), StatusCodes.Status404NotFound).ExecuteAsync(context)
        : RefuseAsync(context, StatusCodes.Status404NotFound, "No such tutorial", $"This camp has: {string.Join(", ", camp.Tutorials.Select(known => known.Name))}.");

    /// <summary>In place of a ship's answer that must not reach the browser; nothing of it is left.</summary>
    public Task RefuseAnswerAsync(HttpContext context, string tutorial, string why)
    {
        const string Title = "This answer was refused";
        Log.AnswerRefused(logger, tutorial, why);
        Clear(context);
        return context.Request.IsDocument()
            ? ShowAsync(context, StatusCodes.Status502BadGateway, new MessageModel(Shell(Title), why) { LinkUrl = "/", LinkText = "To the overview" })
            : RefuseAsync(context, StatusCodes.Status502BadGateway, Title, why);
    }

    /// <summary>Takes back what of a ship's answer has been copied.</summary>
    public static void Clear(HttpContext context)
    {
        context.Response.Clear();
        context.Features.Get<IHttpResponseFeature>()!.ReasonPhrase = null;
    }

    private static Task ShowAsync(HttpContext context, int status, MessageModel model) => Page.Message(context, model, status).ExecuteAsync(context);

    private ShellModel Shell(string title) => new(title, camp.Title);

    private IReadOnlyList<ShellLink> Offers() => [.. camp.Tutorials.Select(known => new ShellLink(known.Title, CampPath.Of(known.Name), Here: false))];
}
