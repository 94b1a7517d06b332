using System.Net;
using Microsoft.AspNetCore.Http;
using Mux.Auth;
using Mux.Fleet;
using Mux.Tests.Fleet;
using Mux.Tests.Store;
using Xunit;

namespace Mux.Tests.Auth;

/// <summary>The button of a slow page, pressed twice: a browser drops the first answer with its cookies, and shows the second.</summary>
public sealed class SentTwice
{
    private readonly CookieContainer jar = new();

    [Fact]
    public async Task Who_sends_the_form_twice_is_in_and_has_a_personal_code_that_is_good()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = Browser(host);
        var token = await browser.TokenAsync("/login");
        Assert.Equal(HttpStatusCode.SeeOther, await SendAsync(browser, token));
        for (var again = 0; again < 2; again++)
        {
            Forget(host);
            Assert.Equal(HttpStatusCode.SeeOther, await SendAsync(browser, token));
            Assert.Single(host.Store.Snapshot.Logins);
        }

        var code = await browser.CodeAsync();
        Assert.Single(host.Store.Snapshot.Attendees);
        using var elsewhere = host.Browser();
        Assert.Equal(HttpStatusCode.SeeOther, (await elsewhere.TryLogInAsync("Ada", resume: code)).StatusCode);
    }

    [Fact]
    public async Task Both_at_the_same_moment_make_one_attendee_who_is_in()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = Browser(host);
        var token = await browser.TokenAsync("/login");
        Assert.All(await Task.WhenAll(SendAsync(browser, token), SendAsync(browser, token), SendAsync(browser, token)), status => Assert.Equal(HttpStatusCode.SeeOther, status));
        Assert.Single(host.Store.Snapshot.Attendees);
        Assert.Single(host.Store.Snapshot.Logins);
    }

    // Found: the third was refused while the login of the second was being written.
    [Fact]
    public async Task A_form_counts_while_its_newest_login_is_not_written_yet_or_never_is()
    {
        using var folder = new TemporaryFolder();
        await using var store = await OpenStore.AtAsync(folder.At("mux.db"));
        await store.ArriveAsync("ada");
        await store.ChangeAsync(draft => draft.Put(new LoginSession("first", OpenStore.IdOf("ada"), Given.Noon.AddYears(99))));
        using var joined = new JustJoined();
        var (form, name) = (new PostedForm(new FormCollection(new() { [FormToken.Field] = "token" }), FormRefusal.None), AttendeeName.TryParse("ada", out _)!);
        joined.Remember(form, new Joined(OpenStore.IdOf("ada"), ["first"]).Again("second"));
        Assert.Equal("first", joined.By(form, name, store.Snapshot)?.LoginOf(store.Snapshot));
        await store.ChangeAsync(draft =>
        {
            draft.RemoveLogin("first");
            draft.Put(new LoginSession("second", OpenStore.IdOf("ada"), Given.Noon.AddYears(99)));
        });
        Assert.Equal("second", joined.By(form, name, store.Snapshot)?.LoginOf(store.Snapshot));
        await store.ChangeAsync(draft => draft.RemoveLogin("second"));
        Assert.Null(joined.By(form, name, store.Snapshot));
    }

    [Fact]
    public async Task A_form_of_somebody_who_has_logged_out_lets_nobody_in()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = Browser(host);
        var token = await browser.TokenAsync("/login");
        await SendAsync(browser, token);
        await browser.PostAsync("/", "/logout");
        Assert.Equal(HttpStatusCode.Conflict, await SendAsync(browser, token));
        Assert.Empty(host.Store.Snapshot.Logins);
    }

    [Fact]
    public async Task A_form_lets_in_by_no_other_name_and_another_form_not_at_all()
    {
        await using var host = await TestHost.StartAsync();
        using var neighbour = host.Browser();
        await neighbour.LogInAsync("Bob");
        using var browser = Browser(host);
        var token = await browser.TokenAsync("/login");
        await SendAsync(browser, token);
        Forget(host);
        Assert.Equal(HttpStatusCode.Conflict, await SendAsync(browser, token, "Bob"));
        Assert.Equal(HttpStatusCode.Conflict, await SendAsync(browser, await browser.TokenAsync("/login")));
    }

    private TestBrowser Browser(TestHost host) => new(host.AttendeeUrl, new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, CookieContainer = jar });

    private void Forget(TestHost host)
    {
        foreach (var cookie in jar.GetCookies(host.AttendeeUrl).Where(cookie => cookie.Name is "mux" or "mux-note"))
        {
            cookie.Expired = true;
        }
    }

    private static async Task<HttpStatusCode> SendAsync(TestBrowser browser, string token, string name = "Ada")
    {
        using var response = await browser.SendAsync("/login", token, request => request.Headers.Add("Origin", browser.Origin), ("name", name), ("code", TestHostOptions.AccessCode), ("resume", ""), ("returnUrl", "/"));
        return response.StatusCode;
    }
}
