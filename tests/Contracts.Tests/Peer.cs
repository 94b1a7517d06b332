using System.Diagnostics;
using System.Reflection;
using Contracts.Control;
using Xunit;

namespace Contracts.Tests;

/// <summary>An implementation of gRPC that is not .NET's, run as a process of its own. What is missing to run it fails the test, and says what to install.</summary>
internal sealed record Peer(string Name, string Program, string Extension, string[] Probe, string Install)
{
    private static readonly Peer GrpcJs = new(
        "grpc-js", "node", ".js", ["-e", "require('@grpc/grpc-js'); require('@grpc/proto-loader')"], "Node.js, and run `npm ci` in tests/Contracts.Tests/peers");

    // Debian's own interpreter, which alone sees Debian's python3-grpcio.
    private static readonly Peer CCore = new(
        "C-core", "/usr/bin/python3", ".py", ["-c", "import grpc, google.protobuf"], "it with `apt-get install python3-grpcio python3-protobuf`");

    private static readonly string Folder = typeof(Peer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "PeersFolder").Value!;

    private static readonly string Descriptor = ControlReflection.Descriptor.SerializedData.ToBase64();

    public static Peer[] All { get; } = [GrpcJs, CCore];

    public static string[] Names { get; } = [.. All.Select(peer => peer.Name)];

    public static Peer Of(string name) => All.Single(peer => peer.Name == name);

    /// <summary>Starts <c>agent</c> or <c>mux</c>.</summary>
    public async Task<Process> StartAsync(string role, params string[] arguments)
    {
        using var probe = Run(Probe);
        var complaint = probe.StandardError.ReadToEndAsync();
        await probe.WaitForExitAsync();
        Assert.True(probe.ExitCode == 0, $"The peer {Name} cannot run: install {Install}. It said: {await complaint}");
        return Run([role + Extension, .. arguments]);
    }

    private Process Run(string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["CONTROL_DESCRIPTOR"] = Descriptor },
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new InvalidOperationException($"The peer {Name} cannot run: install {Install}. {error.Message}", error);
        }
    }
}
