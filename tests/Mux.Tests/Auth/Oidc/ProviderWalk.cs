using System.Net;
using System.Text.RegularExpressions;

namespace Mux.Tests.Auth.Oidc;

/// <summary>A browser's way to an identity provider and back: follows redirects and fills in the provider's own forms.</summary>
internal static partial class ProviderWalk
{
    /// <summary>Logs in with an account of the provider; gives the mux's answer to what the provider sent back.</summary>
    public static Task<HttpResponseMessage> LogInAsync(this TestBrowser browser, string provider, string account, string returnUrl = "/") =>
        browser.WalkAsync($"/login/with/{provider}?returnUrl={Uri.EscapeDataString(returnUrl)}", account);

    /// <summary>Follows redirects and forms from there until the mux itself answers with something else than a redirect to elsewhere, or the provider with a page that leads no further.</summary>
    /// <param name="home">The listener that it ends at, when not the browser's own.</param>
    public static async Task<HttpResponseMessage> WalkAsync(this TestBrowser browser, string start, string account = "", Uri? home = null)
    {
        var mux = home ?? new Uri(browser.Origin);
        var response = await browser.Client.GetAsync(start);
        for (var hops = 0; hops < 20; hops++)
        {
            var here = response.RequestMessage!.RequestUri!;
            var ours = here.Authority == mux.Authority;
            if (response.Headers.Location is { } location)
            {
                if (ours && new Uri(here, location).Authority == mux.Authority)
                {
                    return response;
                }

                response = await browser.Client.GetAsync(new Uri(here, location));
            }
            else if (ours)
            {
                return response;
            }
            else if (await SubmitAsync(browser, response, account) is { } next)
            {
                response = next;
            }
            else
            {
                return response;
            }
        }

        throw new InvalidOperationException("The provider leads in circles.");
    }

    private static async Task<HttpResponseMessage?> SubmitAsync(TestBrowser browser, HttpResponseMessage page, string account)
    {
        var html = await page.Content.ReadAsStringAsync();
        var action = Action().Match(html);
        if (!action.Success)
        {
            return null;
        }

        var fields = Hidden().Matches(html).ToDictionary(match => match.Groups[1].Value, match => WebUtility.HtmlDecode(match.Groups[2].Value));
        fields["login"] = account;
        fields["password"] = "any";
        fields["logout"] = "yes";
        return await browser.Client.PostAsync(new Uri(page.RequestMessage!.RequestUri!, WebUtility.HtmlDecode(action.Groups[1].Value)), new FormUrlEncodedContent(fields));
    }

    [GeneratedRegex("<form[^>]* action=\"([^\"]+)\"")]
    private static partial Regex Action();

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*name=\"([^\"]+)\"[^>]*value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
