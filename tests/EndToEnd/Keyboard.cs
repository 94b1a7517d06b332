using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace EndToEnd;

/// <summary>Somebody who has no mouse: walks with Tab, and sees at each step where the focus is.</summary>
internal sealed class Keyboard(IPage page)
{
    private const int MaxSteps = 120;

    // What a person must see of the focus: a ring by outline or shadow, on something of a size, inside of the window.
    private const string Look = """
        () => {
          const at = document.activeElement;
          if (!at || at === document.body) return { what: 'nothing', seen: true };
          const style = getComputedStyle(at), box = at.getBoundingClientRect();
          const ring = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
          const inside = box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
          return { what: at.outerHTML.slice(0, 160), seen: ring && inside };
        }
        """;

    private const string Headings = """
        () => [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(one => Number(one.tagName[1]))
        """;

    public Task PressAsync(string key) => page.Keyboard.PressAsync(key);

    public Task TypeAsync(string text) => page.Keyboard.TypeAsync(text);

    /// <summary>Walks on until the focus is there.</summary>
    public async Task GoToAsync(string selector)
    {
        for (var steps = 0; steps < MaxSteps; steps++)
        {
            if (await page.EvaluateAsync<bool>("selector => document.activeElement?.matches(selector) === true", selector))
            {
                return;
            }

            await PressAsync("Tab");
            await SeeFocusAsync();
        }

        Assert.Fail($"{page.Url}: Tab never comes to {selector}");
    }

    /// <summary>Walks there and presses Enter, which leaves the page as it is.</summary>
    public async Task OpenAsync(string selector)
    {
        await GoToAsync(selector);
        await PressAsync("Enter");
    }

    /// <summary>Walks to a link or a button and goes where it leads.</summary>
    public async Task FollowAsync(string selector)
    {
        await GoToAsync(selector);
        await SendAsync();
    }

    /// <summary>Presses Enter, and is on the next page.</summary>
    public async Task SendAsync()
    {
        await page.EvaluateAsync("() => { window.left = true; }");
        await PressAsync("Enter");
        await page.WaitForFunctionAsync("() => !window.left && document.readyState !== 'loading'");
    }

    /// <summary>Walks there and types in the place of what stands there.</summary>
    public async Task FillAsync(string selector, string text)
    {
        await GoToAsync(selector);
        await PressAsync("Control+a");
        await TypeAsync(text);
    }

    /// <summary>The first Tab of a page shows a link that leads over its head, and the page's headings are a tree.</summary>
    public async Task ArriveAsync(string url)
    {
        await RunningCamp.ArriveAsync(page, url);
        var levels = await page.EvaluateAsync<int[]>(Headings);
        Assert.True(levels is [1, ..] && levels.Count(level => level == 1) == 1, $"{page.Url}: headings are {string.Join(' ', levels)}");
        Assert.True(levels.Zip(levels.Skip(1)).All(pair => pair.Second <= pair.First + 1), $"{page.Url}: headings are {string.Join(' ', levels)}");
    }

    /// <summary>Over the page's head by its first link.</summary>
    public async Task SkipAsync()
    {
        await page.EvaluateAsync("() => document.activeElement?.blur()");
        await OpenAsync(".skip-link");
        Assert.Equal("content", await page.EvaluateAsync<string>("() => document.activeElement.id"));
    }

    private async Task SeeFocusAsync()
    {
        var look = await page.EvaluateAsync<JsonElement>(Look);
        Assert.True(look.GetProperty("seen").GetBoolean(), $"{page.Url}: the focus is not to be seen on {look.GetProperty("what")}");
    }
}
