using Contracts.Tests.Protos;
using Google.Protobuf.Reflection;

namespace Contracts.Tests.Wire;

internal static class ProbeMethods
{
    private static readonly ServiceDescriptor Probe = WiretestReflection.Descriptor.Services[0];

    public static MethodDescriptor Empty { get; } = Probe.FindMethodByName("Empty");

    public static MethodDescriptor Unary { get; } = Probe.FindMethodByName("Unary");

    public static MethodDescriptor Collect { get; } = Probe.FindMethodByName("Collect");

    public static MethodDescriptor Spread { get; } = Probe.FindMethodByName("Spread");

    public static MethodDescriptor PingPong { get; } = Probe.FindMethodByName("PingPong");

    public static MethodDescriptor Unserved { get; } = Probe.FindMethodByName("Unserved");

    public static MethodDescriptor AbsentUnserved { get; } = WiretestReflection.Descriptor.Services[1].FindMethodByName("Unserved");
}
