using System.Net;

namespace Contracts.Wire;

/// <summary>What a request says before its messages.</summary>
internal static class RequestHead
{
    /// <summary><paramref name="timeout"/> is what is left until the deadline: not positive when it has passed, null when there is none.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: the headers are larger than allowed.</exception>
    public static HttpRequestMessage Create(GrpcChannel channel, string path, CallOptions options, out TimeSpan? timeout)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(channel.Address, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TryAddWithoutValidation("te", "trailers");
        request.Headers.TryAddWithoutValidation("grpc-accept-encoding", "identity");
        timeout = options.Deadline?.ToUniversalTime() - channel.Options.Clock.GetUtcNow().UtcDateTime;
        if (timeout is { } span)
        {
            request.Headers.TryAddWithoutValidation("grpc-timeout", GrpcTimeout.Format(span));
        }

        foreach (var entry in options.Headers ?? [])
        {
            request.Headers.TryAddWithoutValidation(entry.Key, entry.EncodedValue());
        }

        var largest = channel.Options.MaxMetadataSize;
        return MetadataWire.Size(request.Headers) <= largest
            ? request
            : throw new RpcException(new Status(StatusCode.ResourceExhausted, $"Request headers are larger than the {largest} bytes allowed."));
    }
}
