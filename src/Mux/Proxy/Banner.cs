using System.Text;
using Microsoft.Net.Http.Headers;

namespace Mux.Proxy;

/// <summary>
/// The mux's own word on a tutorial's pages (a new version, a move): one script tag after the document, nothing else is touched.
/// </summary>
internal sealed class Banner
{
    private static readonly Banner Mark = new();
    private static readonly byte[] Tag = Encoding.ASCII.GetBytes("\n<script defer src=\"/mux/banner.js\"></script>\n");

    private Banner()
    {
    }

    /// <summary>A browser that opens a page; such a request asks the ship for plain text, since nothing can be added to a compressed one.</summary>
    public static bool IsWantedBy(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method) || request.Headers.Range.Count > 0)
        {
            return false;
        }

        var destination = request.Headers["Sec-Fetch-Dest"];
        return destination.Count > 0 ? destination == "document" : request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Announces the longer body, once the ship's headers are there.</summary>
    public static void Announce(HttpContext context)
    {
        var response = context.Response;
        if (response.StatusCode != StatusCodes.Status200OK || !IsPlainHtml(response) || !IsWantedBy(context.Request))
        {
            return;
        }

        response.ContentLength += Tag.Length;
        response.Headers.Remove(HeaderNames.AcceptRanges);
        context.Features.Set(Mark);
    }

    /// <summary>After the ship's last byte.</summary>
    public static ValueTask AppendAsync(HttpContext context) =>
        context.Features.Get<Banner>() is null ? ValueTask.CompletedTask : context.Response.Body.WriteAsync(Tag, context.RequestAborted);

    private static bool IsPlainHtml(HttpResponse response) =>
        response.ContentType is { } type
        && type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase)
        && !type.Contains("utf-16", StringComparison.OrdinalIgnoreCase)
        && response.Headers.ContentEncoding.Count == 0
        && !response.Headers.ContentDisposition.ToString().StartsWith("attachment", StringComparison.OrdinalIgnoreCase);
}
