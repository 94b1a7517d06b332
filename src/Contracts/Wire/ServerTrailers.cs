using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Contracts.Wire;

/// <summary>The end of a served call.</summary>
internal static class ServerTrailers
{
    public const string ContentType = "application/grpc";

    public static void Append(HttpResponse response, Status status, Metadata? metadata, int largestMetadata)
    {
        if (metadata is not null && MetadataWire.Size(metadata) > largestMetadata)
        {
            status = new Status(StatusCode.ResourceExhausted, $"Trailers are larger than the {largestMetadata} bytes allowed.");
            metadata = null;
        }

        response.AppendTrailer("grpc-status", ((int)status.StatusCode).ToString(CultureInfo.InvariantCulture));
        if (!string.IsNullOrEmpty(status.Detail))
        {
            response.AppendTrailer("grpc-message", PercentCoding.Encode(status.Detail));
        }

        foreach (var entry in metadata ?? [])
        {
            response.AppendTrailer(entry.Key, entry.EncodedValue());
        }
    }
}
