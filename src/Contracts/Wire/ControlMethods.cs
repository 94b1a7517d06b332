using Contracts.Control;
using Google.Protobuf.Reflection;

namespace Contracts.Wire;

/// <summary>The methods of <c>control.proto</c>, found and checked when first touched.</summary>
public static class ControlMethods
{
    /// <summary>EnrollRequest → EnrollResponse.</summary>
    public static MethodDescriptor Enroll { get; } = Find<EnrollRequest, EnrollResponse>("Enrollment", "Enroll", streams: false);

    /// <summary>Stream of AgentMessage ↔ stream of MuxMessage.</summary>
    public static MethodDescriptor Connect { get; } = Find<AgentMessage, MuxMessage>("Control", "Connect", streams: true);

    /// <summary>RenewRequest → EnrollResponse.</summary>
    public static MethodDescriptor Renew { get; } = Find<RenewRequest, EnrollResponse>("Control", "Renew", streams: false);

    private static MethodDescriptor Find<TReq, TRes>(string service, string name, bool streams)
        where TReq : class, Google.Protobuf.IMessage<TReq>
        where TRes : class, Google.Protobuf.IMessage<TRes>
    {
        var method = ControlReflection.Descriptor.Services.SingleOrDefault(s => s.Name == service)?.FindMethodByName(name)
            ?? throw new InvalidOperationException($"control.proto has no method {service}.{name}.");
        _ = CallShape<TReq, TRes>.Of(method, streams, streams);
        return method;
    }
}
