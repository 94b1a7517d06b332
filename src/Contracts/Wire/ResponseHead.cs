using System.Net;
using System.Net.Http.Headers;

namespace Contracts.Wire;

/// <summary>What the headers and the trailers of a response say.</summary>
internal static class ResponseHead
{
    /// <returns>Null when messages or trailers follow; else how the call ended with the headers alone.</returns>
    public static CallOutcome? Check(HttpResponseMessage response, int largestMetadata)
    {
        if (Value(response.Headers, "grpc-status") is not null)
        {
            return Outcome(response.Headers, response.StatusCode, largestMetadata);
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            return Failed(StatusMapping.FromHttp(response.StatusCode), $"The server answered HTTP {(int)response.StatusCode}.");
        }

        if (!Admission.IsGrpc(Value(response.Content.Headers, "content-type")))
        {
            return Failed(StatusCode.Unknown, "The server's answer is no gRPC: its content-type is another.");
        }

        return MetadataWire.Size(response.Headers) > largestMetadata
            ? Failed(StatusCode.ResourceExhausted, $"The server's headers are larger than the {largestMetadata} bytes allowed.")
            : null;
    }

    public static CallOutcome Outcome(HttpHeaders trailers, HttpStatusCode http, int largestMetadata)
    {
        if (MetadataWire.Size(trailers) > largestMetadata)
        {
            return Failed(StatusCode.ResourceExhausted, $"The server's trailers are larger than the {largestMetadata} bytes allowed.");
        }

        if (Value(trailers, "grpc-status") is not { } code)
        {
            var mapped = http == HttpStatusCode.OK ? StatusCode.Unknown : StatusMapping.FromHttp(http);
            return Failed(mapped, "The server ended the call without a status.");
        }

        var status = new Status(StatusMapping.FromTrailer(code), PercentCoding.Decode(Value(trailers, "grpc-message") ?? ""));
        try
        {
            return new CallOutcome(status, MetadataWire.Read(trailers), Orderly: true);
        }
        catch (RpcException malformed)
        {
            return Failed(malformed.StatusCode, malformed.Status.Detail);
        }
    }

    private static string? Value(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static CallOutcome Failed(StatusCode code, string detail) => new(new Status(code, detail), [], Orderly: false);
}
