using System.Text.Encodings.Web;

namespace Mux.Proxy;

/// <summary>A small page that the mux shows in a tutorial's place. Whole in itself: no script, nothing to fetch.</summary>
internal sealed record Page(int Status, string Title, string Lead)
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private const string Style = """
        :root{color-scheme:light dark;font:1.0625rem/1.6 system-ui,sans-serif}
        body{margin:0;min-height:100vh;display:grid;place-items:center;background:light-dark(#f4f6fa,#10151d);color:light-dark(#182433,#dce3ec)}
        main{max-width:34rem;margin:1.5rem;padding:2rem 2.25rem;border-radius:.75rem;background:light-dark(#fff,#1a2230);box-shadow:0 1px 3px #0003}
        h1{font-size:1.5rem;line-height:1.25;margin:0 0 .75rem}p{margin:.5rem 0}a{color:light-dark(#0054a6,#7db8ff)}small{color:light-dark(#4a5a6e,#a3b1c2)}
        .bar{height:.25rem;margin:1.5rem 0 .5rem;border-radius:1rem;overflow:hidden;background:light-dark(#d6e0ee,#2b3648)}
        .bar::after{content:"";display:block;width:35%;height:100%;background:light-dark(#0054a6,#7db8ff);animation:go 1.6s ease-in-out infinite alternate}
        @keyframes go{to{translate:186%}}@media(prefers-reduced-motion:reduce){.bar::after{animation:none}}
        """;

    /// <summary>A second, quieter sentence; may be empty.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Seconds until the browser tries again by itself; null when trying again is of no use.</summary>
    public int? Again { get; init; }

    /// <summary>Addresses and names of pages to go on to.</summary>
    public IReadOnlyList<(string Address, string Name)> Links { get; init; } = [];

    /// <summary>Writes the page. Everything in it is escaped, whoever said it.</summary>
    public Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        if (Again is { } seconds)
        {
            response.Headers.RetryAfter = $"{seconds}";
            response.Headers["Refresh"] = $"{seconds}";
        }

        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.WriteAsync(Render(), context.RequestAborted);
    }

    private string Render() => $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{Escape(Title)}</title><style>{Style}</style></head>
        <body><main><h1>{Escape(Title)}</h1>
        <div role="status" aria-live="polite"><p>{Escape(Lead)}</p>{(Detail.Length > 0 ? $"<p><small>{Escape(Detail)}</small></p>" : "")}</div>
        {(Again is null ? "" : "<div class=\"bar\" aria-hidden=\"true\"></div><p><small>This page tries again by itself.</small></p>")}
        {(Links.Count > 0 ? $"<ul>{string.Concat(Links.Select(link => $"<li><a href=\"{Escape(link.Address)}\">{Escape(link.Name)}</a></li>"))}</ul>" : "")}
        <p><a href="/">Overview</a></p></main></body></html>
        """;

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
