using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Contracts.Wire;

/// <summary>A method's path and parsers, checked against its descriptor: a wrong type or kind of call fails at start-up.</summary>
internal sealed record CallShape<TReq, TRes>(string Path, MessageParser<TReq> Requests, MessageParser<TRes> Responses)
    where TReq : class, IMessage<TReq>
    where TRes : class, IMessage<TRes>
{
    /// <exception cref="ArgumentException">The descriptor says otherwise.</exception>
    public static CallShape<TReq, TRes> Of(MethodDescriptor method, bool clientStreams, bool serverStreams)
    {
        Check(method, typeof(TReq) == method.InputType.ClrType, $"takes {method.InputType.FullName}, not {typeof(TReq)}");
        Check(method, typeof(TRes) == method.OutputType.ClrType, $"answers {method.OutputType.FullName}, not {typeof(TRes)}");
        Check(method, clientStreams == method.IsClientStreaming, $"takes {Kind(method.IsClientStreaming)}");
        Check(method, serverStreams == method.IsServerStreaming, $"answers {Kind(method.IsServerStreaming)}");
        return new CallShape<TReq, TRes>(
            $"/{method.Service.FullName}/{method.Name}",
            (MessageParser<TReq>)method.InputType.Parser,
            (MessageParser<TRes>)method.OutputType.Parser);
    }

    private static string Kind(bool streams) => streams ? "a stream of messages, not a single one" : "a single message, not a stream";

    private static void Check(MethodDescriptor method, bool right, string fault)
    {
        if (!right)
        {
            throw new ArgumentException($"{method.FullName} {fault}.", nameof(method));
        }
    }
}
