using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ShipAgent.Tests.Real;

/// <summary>What is wrong with a registry.</summary>
public enum RegistryFault
{
    None,

    /// <summary>Manifests are answered with 500.</summary>
    Broken,

    /// <summary>Asked for one digest it gives another image.</summary>
    Swapped,

    /// <summary>A layer has other bytes than its digest says.</summary>
    Corrupt,

    /// <summary>Half of a layer, then nothing.</summary>
    Stalled,
}

/// <summary>The machine's registry seen through one that can be bad: the engine asks here, and gets what is there, or not.</summary>
internal sealed class FaultRegistry : IAsyncDisposable
{
    private readonly HttpClient _good = new() { BaseAddress = new Uri($"http://{RealDocker.Registry}") };
    private readonly TaskCompletionSource _end = new();
    private readonly WebApplication _app;

    private FaultRegistry(WebApplication app) => _app = app;

    public RegistryFault Fault { get; set; }

    /// <summary>Path of the manifest that a swapping registry gives for every other.</summary>
    public string Instead { get; set; } = "";

    /// <summary>As an image's name starts.</summary>
    public string Name => new Uri(_app.Urls.Single()).Authority;

    public static async Task<FaultRegistry> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var registry = new FaultRegistry(builder.Build());
        registry._app.Run(registry.AnswerAsync);
        await registry._app.StartAsync();
        return registry;
    }

    public async ValueTask DisposeAsync()
    {
        _end.TrySetResult();
        await _app.DisposeAsync();
        _good.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var isManifest = path.Contains("/manifests/", StringComparison.Ordinal);
        if (isManifest && Fault == RegistryFault.Broken)
        {
            context.Response.StatusCode = 500;
            return;
        }
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), isManifest && Fault == RegistryFault.Swapped ? Instead : path);
        foreach (var type in context.Request.Headers.Accept)
            request.Headers.TryAddWithoutValidation("Accept", type);
        using var answer = await _good.SendAsync(request, context.RequestAborted);
        var body = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
        Copy(answer, context.Response);
        if (context.Request.Method == "HEAD")
            return;
        // Configurations are small blobs, and right: only layers go bad.
        await SendAsync(context, path.Contains("/blobs/", StringComparison.Ordinal) && body.Length > 1 << 16 ? Fault : RegistryFault.None, body);
    }

    private async Task SendAsync(HttpContext context, RegistryFault fault, byte[] body)
    {
        if (fault == RegistryFault.Corrupt)
            body[body.Length / 2] ^= 1;
        if (fault != RegistryFault.Stalled)
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
            return;
        }
        await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await _end.Task.WaitAsync(context.RequestAborted);
    }

    private static void Copy(HttpResponseMessage from, HttpResponse to)
    {
        to.StatusCode = (int)from.StatusCode;
        to.ContentType = from.Content.Headers.ContentType?.ToString();
        to.ContentLength = from.Content.Headers.ContentLength;
        foreach (var name in new[] { "Docker-Content-Digest", "Docker-Distribution-Api-Version" })
        {
            if (from.Headers.TryGetValues(name, out var values))
                to.Headers[name] = values.First();
        }
    }
}
