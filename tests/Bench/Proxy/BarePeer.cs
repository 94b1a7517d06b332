using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Bench.Proxy;

/// <summary>YARP's direct forwarder and nothing else: no login, no rules, one destination. The measure of what the mux's own work costs.</summary>
internal static class BarePeer
{
    public static async Task RunAsync(int port, string upstream, bool inline)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = inline);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddHttpForwarder();
        await using var app = builder.Build();
        using var client = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None });
        app.MapForwarder("/{**path}", upstream, new ForwarderRequestConfig { Version = HttpVersion.Version11 }, HttpTransformer.Default, client);
        await app.RunAsync();
    }
}
