using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mux.Pages;

/// <summary>Answers with a server-rendered page of the mux itself, never a ship's, under headers that let it load nothing but its own files.</summary>
internal static class Page
{
    /// <summary>For every page that the mux itself makes; not for what it proxies.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private const string ScriptsRun = "mux-js";

    /// <param name="model">Handed to the page's parameter <c>Model</c>.</param>
    public static IResult Of<TPage, TModel>(HttpContext context, TModel model, int status = StatusCodes.Status200OK)
        where TPage : IComponent
    {
        Harden(context);
        return new RazorComponentResult<TPage>(new Dictionary<string, object?> { ["Model"] = model }) { StatusCode = status };
    }

    /// <summary>A page with a heading and a sentence: what happened, and what to do about it.</summary>
    public static IResult Message(HttpContext context, MessageModel model, int status) => Of<MessagePage, MessageModel>(context, model, status);

    /// <summary>
    /// Sets the security headers. The referrer policy is not <c>no-referrer</c>: with that, browsers send <c>Origin: null</c> with our own forms.
    /// </summary>
    public static void Harden(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    /// <summary>After a form was taken: on to <paramref name="path"/>, a path of this site.</summary>
    public static IResult SeeOther(HttpContext context, string path)
    {
        Harden(context);
        context.Response.Headers.Location = path;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>
    /// Has plain clients, and browsers without JavaScript, come again. A browser whose scripts run has said so by a cookie (theme.js):
    /// its page is live, and a reload would only throw the reader out of it.
    /// </summary>
    /// <param name="seconds">Until the next try.</param>
    /// <param name="target">A path of this site; null: the same page.</param>
    public static void ComeAgain(HttpContext context, int seconds, string? target = null)
    {
        var text = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        context.Response.Headers.RetryAfter = text;
        if (!context.Request.Cookies.ContainsKey(ScriptsRun))
        {
            context.Response.Headers["Refresh"] = target is null ? text : $"{text};url={target}";
        }
    }
}
