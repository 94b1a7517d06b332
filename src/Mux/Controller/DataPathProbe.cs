using System.Net.Http.Headers;
using System.Text.Json;
using Mux.Fleet;

namespace Mux.Controller;

/// <summary>The mux's own look at a ship, the way an attendee's request goes: an agent's word alone makes no ship available.</summary>
internal sealed class DataPathProbe(HttpClient http)
{
    /// <summary>True when Jupyter answers for every target, with this ship's secret, and has a kernel.</summary>
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

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{endpoint}/camp/{target.Tutorial}/api/status");
            request.Headers.Authorization = new AuthenticationHeaderValue("token", ship.Secret);
            using var response = await http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode && HasKernel(await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private static bool HasKernel(string body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("kernels", out var kernels) && kernels.ValueKind == JsonValueKind.Number && kernels.TryGetInt32(out _);
    }
}
