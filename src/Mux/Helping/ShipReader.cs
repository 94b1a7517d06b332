using System.Buffers;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Mux.Fleet;
using Mux.Proxy;

namespace Mux.Helping;

/// <summary>A document of a ship's Jupyter, or in words for people why there is none.</summary>
internal sealed record ShipAnswer(JsonDocument? Document, string Trouble);

/// <summary>Asks a ship's Jupyter, by GET alone, on the mux's own account: nothing of the helper's browser reaches the ship. What comes back is a stranger's.</summary>
internal sealed class ShipReader(ShipRoutes routes, ShipClients clients, TimeProvider time)
{
    public const int MostBytes = 8 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="path">Below <c>/camp/TUTORIAL/</c>, encoded, with its query.</param>
    public async Task<ShipAnswer> GetAsync(Ship ship, string tutorial, string path, CancellationToken cancellationToken)
    {
        if (routes.Find(ship, tutorial) is not { } route)
        {
            return new ShipAnswer(null, "The attendee's machine does not serve the tutorial at the moment.");
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, route.Prefix + route.Path + path);
            request.Headers.TryAddWithoutValidation(HeaderNames.Authorization, route.Authorization);
            request.Headers.TryAddWithoutValidation(HeaderNames.AcceptEncoding, "identity");
            using var response = await clients.Http.SendAsync(request, either.Token);
            return response.IsSuccessStatusCode ? await ReadAsync(response, either.Token) : new ShipAnswer(null, $"Jupyter answered {(int)response.StatusCode}.");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new ShipAnswer(null, exception is JsonException ? "Jupyter's answer cannot be read." : "Jupyter does not answer.");
        }
    }

    private static async Task<ShipAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var bytes = new ArrayBufferWriter<byte>(64 << 10);
        while (await body.ReadAsync(bytes.GetMemory(64 << 10), cancellationToken) is > 0 and var read)
        {
            bytes.Advance(read);
            if (bytes.WrittenCount > MostBytes)
            {
                return new ShipAnswer(null, $"It is larger than {MostBytes >> 20} MiB and not shown.");
            }
        }

        return new ShipAnswer(JsonDocument.Parse(bytes.WrittenMemory), "");
    }
}
