using System.Text.Json.Nodes;

namespace Bench.Login;

/// <summary>An attendee of JupyterHub, whose server runs already: logs in, is sent to the notebook's page, starts its kernel as the page would, runs the first cell.</summary>
internal sealed class HubAttendee(Uri site, string name, string password) : IDisposable
{
    private readonly Browser browser = new(site);

    public async Task<Visit> VisitAsync()
    {
        var server = $"/user/{name}/";
        var visit = new Visit(name);
        var form = await browser.OpenAsync("/hub/login");
        visit.Step("login form");
        var page = await browser.SendFormAsync(form, "/hub/login", ("username", name), ("password", password));
        visit.PageShown("login → first notebook's page");
        if (!page.Address.AbsolutePath.StartsWith($"{server}notebooks/", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"the login ended at {page.Address} instead of the notebook");
        }

        using var kernel = await OpenKernelAsync(server);
        visit.Step("session → kernel's WebSocket");
        await kernel.RunCellAsync();
        visit.ResultShown("cell → result");
        return visit;
    }

    public void Dispose() => browser.Dispose();

    private async Task<KernelSocket> OpenKernelAsync(string server)
    {
        var request = new JsonObject { ["path"] = Hub.Notebook, ["name"] = "", ["type"] = "notebook", ["kernel"] = new JsonObject { ["name"] = "python3" } };
        var session = await browser.PostJsonAsync($"{server}api/sessions", request);
        return await KernelSocket.OpenAsync(browser, server, (string)session["kernel"]!["id"]!);
    }
}
