using System.Net;
using Xunit;

namespace Mux.Tests.Auth;

public sealed class KeyRotation
{
    [Fact]
    public async Task When_the_form_keys_are_made_anew_nobody_is_logged_out_and_a_form_that_was_open_is_asked_for_again()
    {
        using var folder = new TemporaryFolder();
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        string token;
        await using (var before = await TestHost.StartAsync(new TestHostOptions { Folder = folder.Path }))
        {
            var browser = new TestBrowser(before.AttendeeUrl, handler);
            await browser.LogInAsync("ada");
            token = await browser.TokenAsync("/");
        }

        Directory.Delete(folder.At("keys"), recursive: true);
        await using var after = await TestHost.StartAsync(new TestHostOptions { Folder = folder.Path });
        using var again = new TestBrowser(after.AttendeeUrl, handler);
        using var page = await again.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        using var old = await again.SendAsync("/logout", token, request => request.Headers.Add("Origin", again.Origin));
        Assert.Equal(HttpStatusCode.Forbidden, old.StatusCode);
        using var fresh = await again.PostAsync("/", "/logout");
        Assert.Equal(HttpStatusCode.SeeOther, fresh.StatusCode);
    }
}
