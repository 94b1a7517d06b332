using Microsoft.AspNetCore.Http.Features;
using Mux.Camp;
using Mux.Fleet;

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

        context.Response.Redirect("/login?returnUrl=" + Uri.EscapeDataString(context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent()));
        return Task.CompletedTask;
    }

    /// <summary>No ship is theirs now: the overview knows why, and moves on by itself.</summary>
    public static Task WaitAsync(HttpContext context)
    {
        if (context.Request.IsDocument())
        {
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = "/";
            return Task.CompletedTask;
        }

        context.Response.Headers.RetryAfter = "2";
        return RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "No machine yet", "Your machine is not ready. The overview at / shows how far it is.");
    }

    public Task MomentAsync(HttpContext context, string tutorial, TutorialStatus? status)
    {
        var page = Moment.Of(camp.Tutorial(tutorial)?.Title ?? tutorial, status);
        if (context.Request.IsDocument())
        {
            return page.WriteAsync(context);
        }

        context.Response.Headers.RetryAfter = $"{page.Again}";
        return RefuseAsync(context, page.Status, page.Title, page.Lead);
    }

    public Task UnknownTutorialAsync(HttpContext context, string tutorial)
    {
        if (!context.Request.IsDocument())
        {
            return RefuseAsync(context, StatusCodes.Status404NotFound, "No such tutorial", $"This camp has: {string.Join(", ", camp.Tutorials.Select(known => known.Name))}.");
        }

        return new Page(StatusCodes.Status404NotFound, "No such tutorial", $"This camp has no tutorial “{tutorial}”. It has:")
        {
            Links = [.. camp.Tutorials.Select(known => (CampPath.Of(known.Name), known.Title))],
        }.WriteAsync(context);
    }

    /// <summary>In place of a ship's answer that must not reach the browser; nothing of it is left.</summary>
    public Task RefuseAnswerAsync(HttpContext context, string tutorial, string why)
    {
        Log.AnswerRefused(logger, tutorial, why);
        Clear(context);
        return context.Request.IsDocument()
            ? new Page(StatusCodes.Status502BadGateway, "This answer was refused", why).WriteAsync(context)
            : RefuseAsync(context, StatusCodes.Status502BadGateway, "This answer was refused", why);
    }

    /// <summary>Takes back what of a ship's answer has been copied.</summary>
    public static void Clear(HttpContext context)
    {
        context.Response.Clear();
        context.Features.Get<IHttpResponseFeature>()!.ReasonPhrase = null;
    }
}
