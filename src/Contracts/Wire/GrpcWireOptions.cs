using System.ComponentModel.DataAnnotations;

namespace Contracts.Wire;

/// <summary>Limits of the served calls.</summary>
public sealed class GrpcWireOptions
{
    public const int DefaultMessageSize = 4 * 1024 * 1024;
    public const int DefaultMetadataSize = 16 * 1024;

    /// <summary>Bytes of one received message.</summary>
    [Range(1, int.MaxValue)]
    public int MaxReceiveMessageSize { get; set; } = DefaultMessageSize;

    /// <summary>Bytes of one sent message.</summary>
    [Range(1, int.MaxValue)]
    public int MaxSendMessageSize { get; set; } = DefaultMessageSize;

    /// <summary>Bytes of all headers, and of all trailers, counted as HTTP/2 does (32 beside each name and value). Kestrel's own limits come first.</summary>
    [Range(256, int.MaxValue)]
    public int MaxMetadataSize { get; set; } = DefaultMetadataSize;
}
