using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace EndToEnd;

/// <summary>JupyterLab as somebody at the keyboard uses it.</summary>
internal sealed class Notebook(IPage page, string campUrl)
{
    private const string Empty = """{"cells":[{"cell_type":"code","id":"c1","metadata":{},"outputs":[],"execution_count":null,"source":""}],"metadata":{"kernelspec":{"name":"python3","display_name":"Python 3","language":"python"}},"nbformat":4,"nbformat_minor":5}""";

    public IPage Page => page;

    public ILocator Outputs => page.Locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea-output");

    /// <summary>Makes an empty notebook of this name and opens it.</summary>
    public async Task CreateAsync(string name)
    {
        var made = await FetchAsync("PUT", $"api/contents/{name}", new JsonObject { ["type"] = "notebook", ["format"] = "json", ["content"] = JsonNode.Parse(Empty) }.ToJsonString());
        if (made.Status is not (200 or 201))
        {
            throw new InvalidOperationException($"the notebook could not be made: {made.Status} {made.Body}");
        }

        await OpenAsync(name);
    }

    public async Task OpenAsync(string name)
    {
        await page.GotoAsync($"{campUrl}lab/tree/{name}", new() { WaitUntil = WaitUntilState.Commit });
        await page.Locator(".jp-NotebookPanel .jp-Cell .cm-content").First.WaitForAsync(new LocatorWaitForOptions { Timeout = 60_000 });

        // Whoever runs a cell before the kernel is there is asked to choose one.
        await Assertions.Expect(page.Locator("#jp-main-statusbar")).ToContainTextAsync("| Idle", new() { Timeout = 60_000 });
    }

    /// <summary>Types into the last cell and runs it; a new empty cell follows.</summary>
    public async Task RunAsync(string code)
    {
        var cell = page.Locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .cm-content").Last;
        await cell.ClickAsync();
        await page.Keyboard.InsertTextAsync(code);
        await page.Keyboard.PressAsync("Shift+Enter");
    }

    /// <summary>Closes what JupyterLab says about a connection that was away for a moment.</summary>
    public async Task DismissAsync()
    {
        var dialog = page.Locator("dialog.jp-Dialog");
        while (await dialog.CountAsync() > 0)
        {
            // The one that was clicked: when it goes, the next in JupyterLab's queue takes its place.
            var shown = await dialog.Last.ElementHandleAsync();
            await dialog.Last.Locator("button").Last.ClickAsync();
            await shown.WaitForElementStateAsync(ElementState.Hidden);
        }

        // And those that come later, before they are in the way.
        await page.AddLocatorHandlerAsync(dialog.Last, () => dialog.Last.Locator("button").Last.ClickAsync(), new() { NoWaitAfter = true });
    }

    public async Task SaveAsync(string name)
    {
        var saved = page.WaitForResponseAsync(response => response.Request.Method == "PUT" && response.Url.Contains($"api/contents/{name}", StringComparison.Ordinal));
        await page.Keyboard.PressAsync("Control+s");
        var response = await saved;
        if (response.Status is not (200 or 201))
        {
            throw new InvalidOperationException($"the save was answered with {response.Status}");
        }
    }

    /// <summary>Asks Jupyter from within the page, with the page's own cookies and origin.</summary>
    public async Task<(int Status, string Body)> FetchAsync(string method, string path, string? body = null)
    {
        var answer = await page.EvaluateAsync<JsonElement>(
            "async ([method, url, body]) => { const r = await fetch(url, { method, body, headers: body ? { 'Content-Type': 'application/json' } : {} }); return { status: r.status, body: await r.text() }; }",
            new object?[] { method, campUrl + path, body });
        return (answer.GetProperty("status").GetInt32(), answer.GetProperty("body").GetString() ?? "");
    }

    /// <summary>The status of a <c>GET</c>; null when the connection was cut.</summary>
    public async Task<int?> TryFetchAsync(string path)
    {
        try
        {
            return (await FetchAsync("GET", path)).Status;
        }
        catch (PlaywrightException exception) when (exception.Message.Contains("Failed to fetch", StringComparison.Ordinal))
        {
            return null;
        }
    }

    public async Task<string> ReadFileAsync(string path)
    {
        var (status, body) = await FetchAsync("GET", $"api/contents/{path}?content=1");
        return status == 200 ? JsonNode.Parse(body)!["content"]!.ToString() : throw new InvalidOperationException($"{path} was answered with {status}");
    }

    public async Task<int> StatusOfAsync(string path) => (await FetchAsync("GET", $"api/contents/{path}?content=0")).Status;

    public async Task WriteFileAsync(string path, string text)
    {
        var (status, body) = await FetchAsync("PUT", $"api/contents/{path}", new JsonObject { ["type"] = "file", ["format"] = "text", ["content"] = text }.ToJsonString());
        if (status is not (200 or 201))
        {
            throw new InvalidOperationException($"{path} was not saved: {status} {body}");
        }
    }
}
