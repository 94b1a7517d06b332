using System.Net;
using Mux.Tests.Api;

namespace Mux.Tests.Dashboard;

/// <summary>A browser that is logged in to the dashboard.</summary>
internal static class OrganizerBrowser
{
    public static async Task<TestBrowser> EnterAsync(OrganizerHost host)
    {
        var browser = new TestBrowser(host.Settings.OrganizerUrl);
        var entered = await browser.PostAsync("/login", "/login", ("secret", OrganizerHost.Token), ("returnUrl", "/"));
        Xunit.Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
        return browser;
    }
}
