using System.Net.WebSockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mux.Rehearsals;

/// <summary>How far one stand-in came, and how long after the click that logged in.</summary>
/// <param name="Failure">Null when it came to a cell's result.</param>
internal sealed record VisitOutcome(TimeSpan? Login, TimeSpan? Notebook, TimeSpan? Result, Failure? Failure);

/// <summary>One stand-in's way in, exactly as an attendee's: link, button, ship, the tutorial's first page, a kernel, a cell.</summary>
internal sealed partial class StandInVisit(StandInBrowser browser, string tutorial, string secret, TimeProvider time, Action<string> arrived)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, TimeSpan> reached = new(StringComparer.Ordinal);
    private StandInPage notebook = null!;
    private long click;

    private string Server => $"/camp/{tutorial}/";

    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    public async Task<VisitOutcome> RunAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        (string Step, Func<CancellationToken, Task<string?>> Act)[] way =
            [(FailureSteps.Login, LogInAsync), (FailureSteps.Ship, BoardAsync), (FailureSteps.Notebook, OpenAsync), (FailureSteps.Cell, RunCellAsync)];
        foreach (var (step, act) in way)
        {
            if (await TryAsync(act, either.Token, cancellationToken) is { } cause)
            {
                return Outcome(new Failure(step, cause));
            }

            reached[step] = time.GetElapsedTime(click);
            arrived(step);
        }

        return Outcome(null);
    }

    private VisitOutcome Outcome(Failure? failure) => new(At(FailureSteps.Login), At(FailureSteps.Notebook), At(FailureSteps.Cell), failure);

    private TimeSpan? At(string step) => reached.TryGetValue(step, out var at) ? at : null;

    private static async Task<string?> TryAsync(Func<CancellationToken, Task<string?>> act, CancellationToken bounded, CancellationToken cancellationToken)
    {
        try
        {
            return await act(bounded);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"nothing came within {Patience.TotalSeconds:0} s";
        }
        catch (Exception exception) when (exception is HttpRequestException or WebSocketException or IOException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return exception.Message;
        }
    }

    private async Task<string?> LogInAsync(CancellationToken cancellationToken)
    {
        click = time.GetTimestamp();
        var form = await browser.OpenAsync($"/link/{secret}", cancellationToken);
        if (!form.IsGood)
        {
            return $"the login page was answered with {(int)form.Status}";
        }

        click = time.GetTimestamp();
        var home = await browser.SendFormAsync(form, "/link", cancellationToken);
        return home.IsGood ? null : $"the login was answered with {(int)home.Status}";
    }

    private async Task<string?> BoardAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var berth = await browser.OpenAsync("/berth", cancellationToken);
            if (!berth.IsGood)
            {
                return $"the state of the own ship was answered with {(int)berth.Status}";
            }

            using var document = JsonDocument.Parse(berth.Text);
            if (document.RootElement.GetProperty("state").GetString() == "ready")
            {
                return null;
            }

            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }

    private async Task<string?> OpenAsync(CancellationToken cancellationToken)
    {
        notebook = await browser.OpenAsync(Server, cancellationToken);
        return !notebook.IsGood ? $"the tutorial's first page was answered with {(int)notebook.Status}"
            : !notebook.Address.AbsolutePath.StartsWith(Server, StringComparison.Ordinal) ? $"instead of the tutorial there was {notebook.Address.AbsolutePath}"
            : null;
    }

    private async Task<string?> RunCellAsync(CancellationToken cancellationToken)
    {
        if (await KernelAsync(cancellationToken) is not { } kernel)
        {
            return "no kernel was there, and none could be started";
        }

        using var socket = await browser.OpenSocketAsync($"{Server}api/kernels/{kernel}/channels", cancellationToken);
        return await new CellDialogue(socket, time).RunAsync(cancellationToken);
    }

    // The one that the ship keeps warm for the notebook of this page; any other else; a new one where there is none.
    private async Task<string?> KernelAsync(CancellationToken cancellationToken)
    {
        var sessions = await browser.OpenAsync($"{Server}api/sessions", cancellationToken);
        if (sessions.IsGood && WarmKernel(sessions.Text) is { } warm)
        {
            return warm;
        }

        var started = await browser.PostJsonAsync($"{Server}api/kernels", "{}", cancellationToken);
        using var document = (int)started.Status is >= 200 and < 300 ? JsonDocument.Parse(started.Text) : null;
        return document is null ? null : IdOf(document.RootElement);
    }

    private string? WarmKernel(string text)
    {
        using var document = JsonDocument.Parse(text);
        var page = Uri.UnescapeDataString(notebook.Address.AbsolutePath);
        return document.RootElement.EnumerateArray()
            .OrderByDescending(session => session.TryGetProperty("path", out var path) && page.EndsWith($"/{path.GetString()}", StringComparison.Ordinal))
            .Select(session => session.TryGetProperty("kernel", out var kernel) ? IdOf(kernel) : null)
            .FirstOrDefault(id => id is not null);
    }

    // An id that is none would become part of an address.
    private static string? IdOf(JsonElement kernel) =>
        kernel.ValueKind == JsonValueKind.Object && kernel.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String && KernelId().IsMatch(id.GetString()!) ? id.GetString() : null;

    [GeneratedRegex("^[0-9a-zA-Z-]{1,64}$")]
    private static partial Regex KernelId();
}
