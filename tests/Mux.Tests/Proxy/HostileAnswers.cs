using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace Mux.Tests.Proxy;

/// <summary>What a ship says to a browser in the mux's name, and what of it is left.</summary>
public sealed class HostileAnswers : Aboard
{
    private static readonly string[] Reserved =
    [
        "mux=evil", "MUX=evil", "mux=evil; Path=/", " mux=evil", "mux =evil", "\tmux=evil", "mux-form=evil", "mux-organizer=evil", "mux.x=evil", "mux_x=evil", "__Host-mux=evil; Path=/; Secure",
        "__Secure-mux=evil; Secure", "__HOST-mux=evil", "__host-x=evil; Path=/; Secure", "__Host-anything=evil", ".AspNetCore.Session=evil", ".aspnetcore.Antiforgery.x=evil", "__Http-mux=evil",
        "__Host-Http-mux=evil", "=mux=evil", "mux", "=evil", "", ";", "; mux=evil", "x=evil; Domain=127.0.0.1", "x=evil; domain=.example.org", "x=evil; DOMAIN=", "x=evil; Domain",
        "x=evil;domain=example.org;Domain=", "x=evil; Path=/; Domain = example.org", "x y=evil", "x\"=evil", "x,y=evil", "(x)=evil", "mux%3d=evil; Domain=x", "x=evil\u00e9; Path=/",
    ];

    private static readonly string[] Tamed =
    [
        "ok1=v; Path=/", "ok2=v; Path=/camp/", "ok3=v; Path=/camp/plotter/", "ok4=v; Path=/camp/plot/../../", "ok5=v; Path=/camp/plot/%2e%2e/", "ok6=v; path=\"/\"", "ok7=v; Path",
        "ok8=v", "ok9=v; Path=/; Path=/camp/plot/deep", "ok10=v; Path=/camp/plot/deep; Path=/", "ok11=a=b=c; Evil=1; HttpOnly; Secure; SameSite=None; Max-Age=5", "muxy=v; Path=/", "ok13=v; PATH=/berth",
    ];

    [Fact]
    public async Task Fifty_crafted_cookies_touch_neither_the_mux_nor_other_tutorials()
    {
        var cookies = new List<string>();
        foreach (var batch in Reserved.Concat(Tamed).Chunk(10))
        {
            Ship.Answer = context =>
            {
                context.Response.Headers.SetCookie = batch.Where(text => text.All(char.IsAscii)).ToArray();
                return Task.CompletedTask;
            };
            var answer = await Ada.GetAsync("/camp/plot/");
            cookies.AddRange(answer.Headers.TryGetValues("Set-Cookie", out var values) ? values : []);
        }

        Assert.DoesNotContain(cookies, cookie => cookie.Contains("evil", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(Tamed.Length, cookies.Count);
        Assert.All(cookies, cookie => Assert.Matches("; Path=/camp/plot/(deep)?$", cookie));
        Assert.Contains("ok11=a=b=c; HttpOnly; Secure; SameSite=None; Max-Age=5; Path=/camp/plot/", cookies);
        Assert.Contains("ok10=v; Path=/camp/plot/", cookies);
    }

    [Fact]
    public async Task A_flood_of_cookies_is_cut()
    {
        Ship.Answer = context =>
        {
            context.Response.Headers.SetCookie = Enumerable.Range(0, 300).Select(i => $"flood{i}=v").ToArray();
            return Task.CompletedTask;
        };
        Assert.Equal(20, (await Ada.GetAsync("/camp/plot/")).Headers.GetValues("Set-Cookie").Count());
    }

    [Theory]
    [InlineData("http://evil.example/")]
    [InlineData("https://evil.example/camp/plot/")]
    [InlineData("//evil.example/camp/plot/")]
    [InlineData("///evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("/camp/plot\\..\\..\\login")]
    [InlineData("http:evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("http://HOST@evil.example/camp/plot/")]
    [InlineData("http://HOST.evil.example/camp/plot/")]
    [InlineData("http://evil@HOST/camp/plot/")]
    [InlineData("https://HOST/camp/plot/")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("/login?returnUrl=x")]
    [InlineData("/logout")]
    [InlineData("/camp/maps/")]
    [InlineData("/camp/plot/../maps/")]
    [InlineData("/camp/plot/%2e%2e/maps/")]
    [InlineData("../maps/")]
    [InlineData("/camp/plotter/")]
    [InlineData("\t//evil.example")]
    public async Task A_redirect_elsewhere_is_refused(string location)
    {
        Redirect(location);
        var answer = await Ada.SendAsync(Navigation("/camp/plot/x"));
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
        Assert.False(answer.Headers.Contains("X-From-Ship"));
    }

    [Theory]
    [InlineData("/camp/plot/lab")]
    [InlineData("/camp/plot/lab?next=%2Fcamp%2Fplot%2Ftree:8")]
    [InlineData("lab?")]
    [InlineData("./tree/a:b")]
    [InlineData("?x=1")]
    [InlineData("http://HOST/camp/plot/lab")]
    public async Task A_redirect_within_the_tutorial_passes_as_it_is(string location)
    {
        Redirect(location);
        var answer = await Ada.SendAsync(Navigation("/camp/plot/x"));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(Own(location), answer.Headers.GetValues("Location").Single());
    }

    [Fact]
    public async Task Headers_that_speak_for_the_whole_site_are_dropped_and_the_muxs_own_are_there()
    {
        string[] dropped =
        [
            "Clear-Site-Data", "Strict-Transport-Security", "Public-Key-Pins", "Alt-Svc", "Server", "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "X-Accel-Redirect", "X-Sendfile",
            "WWW-Authenticate", "Proxy-Authenticate", "NEL", "Report-To", "Reporting-Endpoints", "Service-Worker-Allowed", "Refresh", "Set-Cookie2", "Via", "X-Powered-By", "Surrogate-Control", "Content-Location",
        ];
        Ship.Answer = context =>
        {
            foreach (var name in dropped)
            {
                context.Response.Headers[name] = name == "Refresh" ? "0;url=http://evil.example" : "/";
            }

            context.Response.Headers["X-Content-Type-Options"] = "sniff";
            context.Response.Headers.CacheControl = "public, max-age=60, s-maxage=600";
            context.Response.Headers.ContentSecurityPolicy = "default-src 'self'";
            context.Response.Headers["X-Kept"] = new StringValues(["a", "b"]);
            return Task.CompletedTask;
        };
        var answer = await Ada.GetAsync("/camp/plot/");
        Assert.DoesNotContain(dropped, name => answer.Headers.NonValidated.Contains(name) || answer.Content.Headers.NonValidated.Contains(name));
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(["default-src 'self'", "frame-ancestors 'self'"], answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal("max-age=60, private", answer.Headers.CacheControl?.ToString());
        Assert.Equal(["a", "b"], answer.Headers.GetValues("X-Kept"));
    }

    [Fact]
    public async Task A_service_worker_may_have_the_tutorials_own_path()
    {
        Ship.Answer = context =>
        {
            context.Response.Headers["Service-Worker-Allowed"] = "/camp/plot/";
            context.Response.Headers["Refresh"] = "5";
            return Task.CompletedTask;
        };
        var answer = await Ada.GetAsync("/camp/plot/sw.js");
        Assert.Equal("/camp/plot/", answer.Headers.GetValues("Service-Worker-Allowed").Single());
        Assert.Equal("5", answer.Headers.GetValues("Refresh").Single());
    }

    private void Redirect(string location) => Ship.Answer = context =>
    {
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = Own(location);
        context.Response.Headers["X-From-Ship"] = "1";
        return Task.CompletedTask;
    };

    private string Own(string location) => location.Replace("HOST", Host.Url.Authority, StringComparison.Ordinal);
}
