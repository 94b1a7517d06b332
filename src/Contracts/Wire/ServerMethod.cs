using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Contracts.Wire;

/// <summary>What all methods of one server share.</summary>
internal sealed record ServerSettings(GrpcWireOptions Options, TimeProvider Clock, ILogger Logger, CancellationToken Stopping);

/// <summary>One call as the shape of its method sees it.</summary>
internal sealed record ServerCall<TReq, TRes>(ServerStreamReader<TReq> Requests, ServerStreamWriter<TRes> Responses, ServerCallContext Context)
    where TReq : class, IMessage<TReq>
    where TRes : class, IMessage<TRes>;

/// <summary>Runs a handler, and turns however it ends into a status.</summary>
internal sealed partial class ServerMethod<TReq, TRes>(
    CallShape<TReq, TRes> shape, bool requestStreams, ServerSettings settings, Func<ServerCall<TReq, TRes>, Task> handler)
    where TReq : class, IMessage<TReq>
    where TRes : class, IMessage<TRes>
{
    private const int Http2InternalError = 0x2;
    private const int Http2Cancel = 0x8;
    private static readonly Status CompressionUnknown = new(StatusCode.Unimplemented, "Compressed messages are not understood: send identity.");

    public async Task HandleAsync(HttpContext http)
    {
        if (!Admission.IsGrpc(http))
        {
            return;
        }

        http.Response.ContentType = ServerTrailers.ContentType;
        if (Admission.Refusal(http, settings.Options.MaxMetadataSize, out var timeout) is { } refusal)
        {
            ServerTrailers.Append(http.Response, refusal, null, settings.Options.MaxMetadataSize);
            return;
        }

        Admission.LiftBodyLimits(http, requestStreams);
        using var lifetime = new CallLifetime(settings.Clock, timeout, http.RequestAborted, settings.Stopping);
        await RunAsync(http, lifetime, Open(http, lifetime, timeout));
    }

    private ServerCall<TReq, TRes> Open(HttpContext http, CallLifetime lifetime, TimeSpan? timeout)
    {
        var now = settings.Clock.GetUtcNow().UtcDateTime;
        var deadline = timeout < DateTime.MaxValue - now ? now + timeout.Value : DateTime.MaxValue;
        var encoding = http.Request.Headers["grpc-encoding"].ToString();
        var compressed = encoding is "" or "identity"
            ? new Status(StatusCode.Internal, "A message is flagged as compressed, but grpc-encoding names no compression.")
            : CompressionUnknown;
        http.Response.Headers["grpc-accept-encoding"] = "identity";
        var messages = new MessageReader<TReq>(http.Request.BodyReader, shape.Requests, settings.Options.MaxReceiveMessageSize, compressed);
        return new ServerCall<TReq, TRes>(
            new ServerStreamReader<TReq>(messages, lifetime),
            new ServerStreamWriter<TRes>(http.Response.BodyWriter, lifetime, settings.Options.MaxSendMessageSize),
            new ServerCallContext(http, lifetime, deadline, settings.Options.MaxMetadataSize));
    }

    private async Task RunAsync(HttpContext http, CallLifetime lifetime, ServerCall<TReq, TRes> call)
    {
        Status status;
        var trailers = call.Context.ResponseTrailers;
        try
        {
            await handler(call);
            // What is past its deadline is late, whatever the handler made of it.
            status = lifetime.Cause == EndCause.Deadline ? lifetime.Status!.Value : call.Context.Status;
        }
        catch (RpcException error) when (lifetime.Cause == EndCause.None)
        {
            status = error.Status;
            trailers = error.Trailers.Count > 0 ? error.Trailers : trailers;
        }
        catch (Exception error)
        {
            status = lifetime.Status ?? Unexpected(error);
        }

        Finish(http, lifetime, call, status, trailers);
    }

    private Status Unexpected(Exception error)
    {
        if (error is OperationCanceledException)
        {
            return new Status(StatusCode.Cancelled, "The handler gave up.");
        }

        Log.HandlerFailed(settings.Logger, error, shape.Path);
        // What went wrong inside is the log's business, not the peer's.
        return new Status(StatusCode.Unknown, "The handler failed.");
    }

    private void Finish(HttpContext http, CallLifetime lifetime, ServerCall<TReq, TRes> call, Status status, Metadata trailers)
    {
        var clean = call.Responses.End();
        if (lifetime.Cause == EndCause.PeerGone)
        {
            return;
        }

        if (clean)
        {
            ServerTrailers.Append(http.Response, status, trailers, settings.Options.MaxMetadataSize);
            return;
        }

        http.Features.Get<IHttpResetFeature>()?.Reset(lifetime.Cause == EndCause.None ? Http2InternalError : Http2Cancel);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The handler of {Path} failed.")]
        public static partial void HandlerFailed(ILogger logger, Exception error, string path);
    }
}
