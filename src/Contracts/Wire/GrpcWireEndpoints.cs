using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Contracts.Wire;

/// <summary>
/// Serves methods of a .proto at <c>/package.Service/Method</c>. Each throws <see cref="ArgumentException"/> when the types or the streaming
/// differ from the descriptor. A handler ends its call by returning (with <see cref="ServerCallContext.Status"/>) or by an
/// <see cref="RpcException"/>; any other exception is logged and answered with UNKNOWN.
/// </summary>
public static class GrpcWireEndpoints
{
    public static IEndpointConventionBuilder MapUnary<TReq, TRes>(
        this IEndpointRouteBuilder endpoints, MethodDescriptor method, Func<TReq, ServerCallContext, Task<TRes>> handler)
        where TReq : class, IMessage<TReq>
        where TRes : class, IMessage<TRes> =>
        Map<TReq, TRes>(endpoints, method, false, false, async call =>
            WriteSingle(call, await handler(await call.Requests.ReadSingleAsync(), call.Context)));

    public static IEndpointConventionBuilder MapClientStreaming<TReq, TRes>(
        this IEndpointRouteBuilder endpoints, MethodDescriptor method, Func<IAsyncStreamReader<TReq>, ServerCallContext, Task<TRes>> handler)
        where TReq : class, IMessage<TReq>
        where TRes : class, IMessage<TRes> =>
        Map<TReq, TRes>(endpoints, method, true, false, async call => WriteSingle(call, await handler(call.Requests, call.Context)));

    public static IEndpointConventionBuilder MapServerStreaming<TReq, TRes>(
        this IEndpointRouteBuilder endpoints, MethodDescriptor method, Func<TReq, IServerStreamWriter<TRes>, ServerCallContext, Task> handler)
        where TReq : class, IMessage<TReq>
        where TRes : class, IMessage<TRes> =>
        Map<TReq, TRes>(endpoints, method, false, true, async call =>
            await handler(await call.Requests.ReadSingleAsync(), call.Responses, call.Context));

    public static IEndpointConventionBuilder MapDuplexStreaming<TReq, TRes>(
        this IEndpointRouteBuilder endpoints, MethodDescriptor method, Func<IAsyncStreamReader<TReq>, IServerStreamWriter<TRes>, ServerCallContext, Task> handler)
        where TReq : class, IMessage<TReq>
        where TRes : class, IMessage<TRes> =>
        Map<TReq, TRes>(endpoints, method, true, true, call => handler(call.Requests, call.Responses, call.Context));

    /// <summary>Answers gRPC calls to paths that nothing else serves with UNIMPLEMENTED; other POSTs there with 404.</summary>
    public static IEndpointConventionBuilder MapUnimplemented(this IEndpointRouteBuilder endpoints)
    {
        RequestDelegate refuse = static http =>
        {
            if (!Admission.IsGrpc(http.Request.ContentType))
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            http.Response.ContentType = ServerTrailers.ContentType;
            var status = new Status(StatusCode.Unimplemented, $"There is no method {http.Request.Path}.");
            ServerTrailers.Append(http.Response, status, null, GrpcWireOptions.DefaultMetadataSize);
            return Task.CompletedTask;
        };
        var builder = endpoints.MapMethods("{**path}", [HttpMethods.Post], refuse);
        builder.Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = int.MaxValue);
        return builder;
    }

    private static IEndpointConventionBuilder Map<TReq, TRes>(
        IEndpointRouteBuilder endpoints, MethodDescriptor method, bool requestStreams, bool responseStreams, Func<ServerCall<TReq, TRes>, Task> handler)
        where TReq : class, IMessage<TReq>
        where TRes : class, IMessage<TRes>
    {
        var shape = CallShape<TReq, TRes>.Of(method, requestStreams, responseStreams);
        var services = endpoints.ServiceProvider;
        var settings = new ServerSettings(
            services.GetRequiredService<IOptions<GrpcWireOptions>>().Value,
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(GrpcWireServer)),
            services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        RequestDelegate handle = new ServerMethod<TReq, TRes>(shape, requestStreams, settings, handler).HandleAsync;
        return endpoints.MapMethods(shape.Path, [HttpMethods.Post], handle).WithDisplayName($"gRPC {shape.Path}").WithMetadata(method);
    }

    private static void WriteSingle<TReq, TRes>(ServerCall<TReq, TRes> call, TRes response)
        where TReq : class, IMessage<TReq>
        where TRes : class, IMessage<TRes>
    {
        if (call.Context.Status.StatusCode == StatusCode.OK)
        {
            call.Responses.WriteSingle(response);
        }
    }
}
