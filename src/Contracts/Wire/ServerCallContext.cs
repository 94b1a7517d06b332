using Microsoft.AspNetCore.Http;

namespace Contracts.Wire;

/// <summary>What a handler may know of, and say beside, its messages.</summary>
public sealed class ServerCallContext
{
    private readonly int _largestMetadata;
    private Metadata? _requestHeaders;

    internal ServerCallContext(HttpContext httpContext, CallLifetime lifetime, DateTime deadline, int largestMetadata)
    {
        HttpContext = httpContext;
        Deadline = deadline;
        CancellationToken = lifetime.Token;
        _largestMetadata = largestMetadata;
    }

    public HttpContext HttpContext { get; }

    /// <summary>What the client sent beside its messages; the protocol's own headers are left out.</summary>
    /// <exception cref="RpcException">INTERNAL: a binary header is not base64.</exception>
    public Metadata RequestHeaders => _requestHeaders ??= MetadataWire.Read(HttpContext.Request.Headers);

    /// <summary>Sent with the status at the end of the call.</summary>
    public Metadata ResponseTrailers { get; } = [];

    /// <summary>UTC; <see cref="DateTime.MaxValue"/> when the client gave none.</summary>
    public DateTime Deadline { get; }

    /// <summary>Cancelled when the client cancels or is lost, when the deadline passes, and when the host stops.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>A handler's own outcome, for an expected failure; with anything but OK no response message is sent by a unary method.</summary>
    public Status Status { get; set; } = Status.DefaultSuccess;

    /// <summary>Sends headers before the first message.</summary>
    /// <exception cref="InvalidOperationException">They have been sent already.</exception>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: larger than MaxMetadataSize.</exception>
    public async Task WriteResponseHeadersAsync(Metadata headers)
    {
        if (HttpContext.Response.HasStarted)
        {
            throw new InvalidOperationException("The response headers have been sent already.");
        }

        if (MetadataWire.Size(headers) > _largestMetadata)
        {
            throw new RpcException(new Status(StatusCode.ResourceExhausted, $"Response headers are larger than the {_largestMetadata} bytes allowed."));
        }

        foreach (var entry in headers)
        {
            HttpContext.Response.Headers.Append(entry.Key, entry.EncodedValue());
        }

        await HttpContext.Response.BodyWriter.FlushAsync(CancellationToken.None);
    }
}
