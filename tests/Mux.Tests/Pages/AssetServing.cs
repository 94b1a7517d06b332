using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Mux.Tests.Pages;

public sealed partial class AssetServing
{
    [Fact]
    public async Task Every_file_that_a_page_names_is_there_and_may_be_kept()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        var urls = Asset().Matches(await browser.ReadAsync("/login")).Select(match => WebUtility.HtmlDecode(match.Value)).ToList();
        Assert.NotEmpty(urls);
        foreach (var url in urls)
        {
            var response = await browser.GetAsync(url);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains("immutable", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_banners_script_is_there_compressed_for_those_who_take_it()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        var plain = await browser.GetAsync("/mux/banner.js");
        Assert.Equal("text/javascript", plain.Content.Headers.ContentType!.MediaType);
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/mux/banner.js");
        request.Headers.Add("Accept-Encoding", "gzip, br");
        var squeezed = await browser.Client.SendAsync(request);
        Assert.Equal(["br"], squeezed.Content.Headers.ContentEncoding);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/assets/..%2fmux.dll")).StatusCode);
    }

    [GeneratedRegex("/assets/[^\"]+")]
    private static partial Regex Asset();
}
