using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ShipAgent.Tests.Control;

/// <summary>The mux's shelf of homes, in memory.</summary>
internal sealed class HomesOfATest
{
    private readonly ConcurrentDictionary<string, ImmutableList<byte[]>> _copies = new();

    public int Asked { get; private set; }

    /// <summary>Answer to the next copies instead of taking them; 0: take them.</summary>
    public int Refusal { get; set; }

    public ImmutableList<byte[]> this[string volume] => _copies.GetValueOrDefault(volume, []);

    public void Put(string volume, byte[] copy) => _copies[volume] = this[volume].Add(copy);

    public void Map(WebApplication app)
    {
        app.MapPut("/homes/{volume}", TakeAsync);
        app.MapGet("/homes/{volume}", (string volume) => Give(volume, 1));
        app.MapGet("/homes/{volume}/before", (string volume) => Give(volume, 2));
    }

    private async Task<IResult> TakeAsync(string volume, HttpRequest request)
    {
        if (request.HttpContext.Connection.ClientCertificate is null || Refusal > 0)
            return Results.StatusCode(Refusal > 0 ? Refusal : 403);
        using var copy = new MemoryStream();
        await request.Body.CopyToAsync(copy);
        Put(volume, copy.ToArray());
        return Results.NoContent();
    }

    private IResult Give(string volume, int fromEnd)
    {
        Asked++;
        return this[volume] is var copies && copies.Count >= fromEnd ? Results.Bytes(copies[^fromEnd], "application/gzip") : Results.NotFound();
    }
}
