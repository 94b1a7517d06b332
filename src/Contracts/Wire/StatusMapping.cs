using System.Globalization;
using System.Net;
using Google.Protobuf;

namespace Contracts.Wire;

/// <summary>What HTTP and the transport say, as a status: the tables of gRPC's "http-grpc-status-mapping" and "PROTOCOL-HTTP2".</summary>
internal static class StatusMapping
{
    public static StatusCode FromHttp(HttpStatusCode code) => (int)code switch
    {
        400 => StatusCode.Internal,
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        404 => StatusCode.Unimplemented,
        429 or 502 or 503 or 504 => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    public static StatusCode FromReset(long errorCode) => errorCode switch
    {
        0x7 => StatusCode.Unavailable, // REFUSED_STREAM: not begun, safe to try again
        0x8 => StatusCode.Cancelled,
        0xb => StatusCode.ResourceExhausted, // ENHANCE_YOUR_CALM
        0xc => StatusCode.PermissionDenied, // INADEQUATE_SECURITY
        _ => StatusCode.Internal,
    };

    public static StatusCode FromTrailer(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code <= (int)StatusCode.Unauthenticated
            ? (StatusCode)code
            : StatusCode.Unknown;

    public static Status FromException(Exception error)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            if (inner is HttpProtocolException protocol)
            {
                return new Status(FromReset(protocol.ErrorCode), $"The peer or the connection ended the call: {protocol.Message}");
            }
        }

        return error switch
        {
            RpcException rpc => rpc.Status,
            InvalidProtocolBufferException => new Status(StatusCode.Internal, $"A message could not be parsed: {error.Message}"),
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
                new Status(StatusCode.ResourceExhausted, "The peer's headers are larger than allowed."),
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } =>
                new Status(StatusCode.Internal, $"The peer does not speak the protocol: {error.Message}"),
            HttpRequestException or IOException => new Status(StatusCode.Unavailable, Innermost(error)),
            OperationCanceledException => new Status(StatusCode.Cancelled, "The call was cancelled."),
            _ => new Status(StatusCode.Internal, $"{error.GetType().Name}: {error.Message}"),
        };
    }

    private static string Innermost(Exception error) =>
        error.InnerException is { } inner ? $"{error.Message} ({Innermost(inner)})" : error.Message;
}
