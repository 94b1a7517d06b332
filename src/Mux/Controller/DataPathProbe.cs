using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mux.Fleet;

namespace Mux.Controller;

/// <summary>The mux's own look at a ship, the way an attendee's request goes: an agent's word alone makes no ship available.</summary>
internal sealed partial class DataPathProbe(HttpClient http, KernelDialogue kernels)
{
    /// <summary>True when Jupyter answers for every target, with this ship's secret, and a kernel that it has talks over its WebSocket.</summary>
    public async Task<bool> LooksGoodAsync(Ship ship, string camp, CancellationToken cancellationToken)
    {
        var looks = await Task.WhenAll(ship.Targets.Values.Select(target => LooksGoodAsync(ship, camp, target, cancellationToken)));
        return looks.Length > 0 && looks.All(good => good);
    }

    private async Task<bool> LooksGoodAsync(Ship ship, string camp, TutorialTarget target, CancellationToken cancellationToken)
    {
        if (!ship.IsServing(camp, target) || ship.Tutorials[target.Tutorial].Endpoint is not { } endpoint || !AddressPolicy.MayForwardTo(endpoint, ship.Block))
        {
            return false;
        }

        return await GetAsync(endpoint, target.Tutorial, "api/status", ship.Secret, HasKernelCount, cancellationToken)
            && await AKernelTalksAsync(ship, endpoint, target.Tutorial, cancellationToken);
    }

    // A ship in use may have no kernel at the moment, and a tutorial without a notebook has none: then there is nobody to talk to.
    private async Task<bool> AKernelTalksAsync(Ship ship, IPEndPoint endpoint, string tutorial, CancellationToken cancellationToken)
    {
        string? kernel = null;
        return await GetAsync(endpoint, tutorial, "api/kernels", ship.Secret, root => IsKernelList(root, out kernel), cancellationToken)
            && (kernel is null || await kernels.AnswersAsync(new Uri($"ws://{endpoint}/camp/{tutorial}/api/kernels/{kernel}/channels"), ship.Secret, cancellationToken));
    }

    private async Task<bool> GetAsync(IPEndPoint endpoint, string tutorial, string path, string secret, Func<JsonElement, bool> accept, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{endpoint}/camp/{tutorial}/{path}");
            request.Headers.Authorization = new AuthenticationHeaderValue("token", secret);
            using var response = await http.SendAsync(request, cancellationToken);
            using var document = response.IsSuccessStatusCode ? JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken)) : null;
            return document is not null && accept(document.RootElement);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private static bool HasKernelCount(JsonElement status) =>
        status.ValueKind == JsonValueKind.Object && status.TryGetProperty("kernels", out var kernels) && kernels.ValueKind == JsonValueKind.Number && kernels.TryGetInt32(out _);

    // An id that is none would become part of an address.
    private static bool IsKernelList(JsonElement list, out string? first)
    {
        first = null;
        if (list.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        foreach (var kernel in list.EnumerateArray())
        {
            first ??= kernel.ValueKind == JsonValueKind.Object && kernel.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String && KernelId().IsMatch(id.GetString()!) ? id.GetString() : null;
        }

        return first is not null || list.GetArrayLength() == 0;
    }

    [GeneratedRegex("^[0-9a-zA-Z-]{1,64}$")]
    private static partial Regex KernelId();
}
