using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Contracts.Wire;

/// <summary>What is settled before a handler sees a call.</summary>
internal static class Admission
{
    /// <returns>False: it is no gRPC at all, and the HTTP response says so.</returns>
    public static bool IsGrpc(HttpContext http)
    {
        if (!IsGrpc(http.Request.ContentType))
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return false;
        }

        if (HttpProtocol.IsHttp2(http.Request.Protocol))
        {
            return true;
        }

        http.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
        http.Response.Headers.Upgrade = "h2c";
        return false;
    }

    /// <returns>Null when the call may go on; <paramref name="timeout"/> is null when the client gave none.</returns>
    public static Status? Refusal(HttpContext http, int largestMetadata, out TimeSpan? timeout)
    {
        timeout = null;
        var headers = http.Request.Headers;
        if (MetadataWire.Size(headers) > largestMetadata)
        {
            return new Status(StatusCode.ResourceExhausted, $"Request headers are larger than the {largestMetadata} bytes allowed.");
        }

        if (!headers.TryGetValue("grpc-timeout", out var text))
        {
            return null;
        }

        if (text.Count != 1 || !GrpcTimeout.TryParse(text[0], out var parsed))
        {
            return new Status(StatusCode.Internal, "The header grpc-timeout is malformed: give one to eight digits and one of H, M, S, m, u, n.");
        }

        timeout = parsed;
        return parsed > TimeSpan.Zero ? null : new Status(StatusCode.DeadlineExceeded, "The deadline has passed.");
    }

    /// <summary>A stream may carry any number of messages, at any pace: its limits are on each message.</summary>
    public static void LiftBodyLimits(HttpContext http, bool requestStreams)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (requestStreams && http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }

    public static bool IsGrpc(string? contentType)
    {
        var media = contentType.AsSpan();
        var end = media.IndexOf(';');
        media = (end < 0 ? media : media[..end]).Trim();
        return media.Equals(ServerTrailers.ContentType, StringComparison.OrdinalIgnoreCase)
            || media.Equals("application/grpc+proto", StringComparison.OrdinalIgnoreCase);
    }
}
