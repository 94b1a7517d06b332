using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Mux.Camp;
using QRCoder;

namespace Mux.Roster;

/// <summary>A page of cards to print and cut: one for each person, with the link as a QR code. Holds all it needs, for A4 and letter.</summary>
internal sealed class LinkCards(CampDefinition camp, MuxSettings settings)
{
    private const string Style = """
        @page { margin: 12mm }
        * { box-sizing: border-box }
        body { margin: 0; font: 11pt/1.35 system-ui, sans-serif; color: #000; background: #fff }
        main { display: grid; grid-template-columns: repeat(2, 1fr); gap: 0 }
        article { display: flex; gap: 5mm; align-items: center; height: 52mm; padding: 5mm; border: 1px dashed #777; break-inside: avoid; overflow: hidden }
        svg { width: 36mm; height: 36mm; flex: none }
        h1 { font-size: 9pt; font-weight: 600; margin: 0; color: #333 }
        h2 { font-size: 14pt; line-height: 1.15; margin: 1mm 0; overflow-wrap: anywhere }
        p { margin: 0; font-size: 8.5pt }
        nav { padding: 5mm; font-size: 11pt }
        @media print { nav { display: none } }
        .link { font-family: monospace; font-size: 6.5pt; overflow-wrap: anywhere; margin-top: 1.5mm }
        """;

    /// <summary>For the response that shows the page itself: its own style and nothing else.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; frame-ancestors 'none'";

    /// <param name="back">A path for the way back on screen, which is not printed; null for a page that stands alone.</param>
    public string Page(IReadOnlyList<MadeLink> links, string? back = null)
    {
        var page = new StringBuilder();
        var title = WebUtility.HtmlEncode(camp.Title);
        page.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Cards · {title}</title>\n<style>{Style}</style>\n</head>\n<body>\n");
        if (back is not null)
        {
            page.Append(CultureInfo.InvariantCulture, $"<nav>{links.Count} cards: print this page now, they are not shown again. <a href=\"{back}\">Back to the roster</a></nav>\n");
        }

        page.Append("<main>\n");
        foreach (var link in links)
        {
            page.Append(CultureInfo.InvariantCulture, $"<article>\n{Code(link.Url)}\n<div>\n<h1>{title}</h1>\n<h2>{WebUtility.HtmlEncode(link.Entry.Name)}</h2>\n");
            page.Append(CultureInfo.InvariantCulture, $"<p>Your own way in. It works once, until {link.Entry.Link!.ExpiresAt:yyyy-MM-dd}: keep it to yourself.</p>\n");
            page.Append(CultureInfo.InvariantCulture, $"<p>Try your browser before the day: {WebUtility.HtmlEncode(new Uri(settings.AttendeeUrl, "/check").AbsoluteUri)}</p>\n");
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"link\">{WebUtility.HtmlEncode(link.Url.AbsoluteUri)}</p>\n</div>\n</article>\n");
        }

        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static string Code(Uri url)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(url.AbsoluteUri, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(data);
        return svg.GetGraphic(4, "#000", "#fff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute).Replace("<svg ", "<svg role=\"img\" aria-label=\"The link below as a QR code\" ", StringComparison.Ordinal);
    }
}
