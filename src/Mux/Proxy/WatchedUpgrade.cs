using Microsoft.AspNetCore.Http.Features;
using Mux.Fleet;

namespace Mux.Proxy;

/// <summary>Has the messages that a browser sends to a kernel or a terminal looked at as they pass.</summary>
internal sealed class WatchedUpgrade(IHttpUpgradeFeature inner, ShipUse use, ShipId ship) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public async Task<Stream> UpgradeAsync() => new WatchedStream(await inner.UpgradeAsync(), use, ship);

    /// <summary>Only where people work: other WebSockets send news of their own accord.</summary>
    public static void Watch(HttpContext context, ShipUse use, ShipId ship)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.Contains("/api/kernels/", StringComparison.Ordinal) || path.Contains("/terminals/", StringComparison.Ordinal))
        {
            context.Features.Set<IHttpUpgradeFeature>(new WatchedUpgrade(context.Features.Get<IHttpUpgradeFeature>()!, use, ship));
        }
    }
}
