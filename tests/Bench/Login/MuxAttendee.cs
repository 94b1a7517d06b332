namespace Bench.Login;

/// <summary>An attendee of the mux: logs in, opens the tutorial, runs the first cell.</summary>
internal sealed class MuxAttendee(Uri site, string name, string code) : IDisposable
{
    public const string Tutorial = "/camp/first-steps/";
    private readonly Browser browser = new(site);

    public async Task<Visit> VisitAsync()
    {
        var visit = new Visit(name);
        var form = await browser.OpenAsync("/login");
        visit.Step("login form");
        var home = await browser.SendFormAsync(form, "/login", ("name", name), ("code", code));
        visit.Step("login, and the page after it");
        await UntilAboardAsync(home);
        var page = await browser.OpenAsync(Tutorial);
        visit.PageShown("tutorial → first notebook's page");
        using var kernel = await OpenKernelAsync(await WarmKernelAsync(browser, page));
        visit.Step("session → kernel's WebSocket");
        await kernel.RunCellAsync();
        visit.ResultShown("cell → result");
        visit.Ports = browser.Ports;
        return visit;
    }

    public Task<KernelSocket> OpenKernelAsync(string kernel) => KernelSocket.OpenAsync(browser, Tutorial, kernel);

    /// <summary>The kernel that the ship has kept warm for the notebook of this page.</summary>
    public static async Task<string> WarmKernelAsync(Browser browser, Document page)
    {
        var notebook = Uri.UnescapeDataString(page.Address.AbsolutePath[(page.Address.AbsolutePath.IndexOf("/tree/", StringComparison.Ordinal) + 6)..]);
        var sessions = (await browser.GetJsonAsync($"{Tutorial}api/sessions")).AsArray();
        var session = sessions.FirstOrDefault(known => (string?)known!["path"] == notebook) ?? throw new InvalidOperationException($"no session was kept for {notebook}");
        return (string)session["kernel"]!["id"]!;
    }

    public void Dispose() => browser.Dispose();

    // With a ship for everybody this should not wait; if it does, that is part of what the attendee sees.
    private async Task UntilAboardAsync(Document home)
    {
        while (!home.Html.Contains($"href=\"{Tutorial}", StringComparison.Ordinal))
        {
            await Task.Delay(50);
            home = await browser.OpenAsync("/");
        }
    }
}
