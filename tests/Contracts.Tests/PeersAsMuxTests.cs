using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mux.Camp;
using Mux.ControlChannel;
using Mux.Fleet;
using ShipAgent;
using ShipAgent.Settings;
using Xunit;

namespace Contracts.Tests;

/// <summary>The real agent against a mux of another implementation; its Docker engine is not there, which does not keep it from talking.</summary>
public sealed class PeersAsMuxTests : IDisposable
{
    private static readonly ShipId Ship = new("s-2222222222");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _agent = Directory.CreateTempSubdirectory("contract-agent-");
    private readonly DirectoryInfo _mux = Directory.CreateTempSubdirectory("contract-peer-");

    public static TheoryData<string> Peers => [.. Peer.Names];

    public void Dispose()
    {
        _agent.Delete(recursive: true);
        _mux.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Peers))]
    public Task An_agent_enrolls_talks_and_dials_again_when_its_stream_is_aborted(string peer) => RunAsync(Peer.Of(peer), "open",
        [$"enroll {Ship} the-token", "hello 1 epoch 1 by nobody", "report 1", "hello 2 epoch 1 by nobody", "report 2", "log 2 r1 this ship has no such tutorial"]);

    [Theory]
    [MemberData(nameof(Peers))]
    public Task An_agent_with_a_certificate_shows_it_and_does_not_enroll(string peer)
    {
        File.Copy(At(_mux, "agent.pem"), At(_agent, "agent.crt"));
        return RunAsync(Peer.Of(peer), "mutual", [$"hello 1 epoch 1 by {Ship}", "report 1", $"hello 2 epoch 1 by {Ship}"]);
    }

    public PeersAsMuxTests()
    {
        var authority = new CertificateAuthority(new MuxSettings { DataFolder = _mux.FullName, AccessCode = "", OrganizerToken = "" }, TimeProvider.System);
        File.WriteAllText(At(_mux, "server.crt"), authority.ServerCertificate.ExportCertificatePem());
        File.WriteAllText(At(_mux, "server.key"), authority.ServerCertificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        // The agent finds a key and keeps it: so its certificate can be made before it asks.
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(At(_agent, "agent.key"), key.ExportPkcs8PrivateKeyPem());
        using var request = AgentKey.Read(new CertificateRequest("CN=ship", key, HashAlgorithmName.SHA256).CreateSigningRequest())!;
        using var certificate = authority.IssueForAgent(Ship, request);
        File.WriteAllBytes(At(_mux, "agent.der"), certificate.RawData);
        File.WriteAllText(At(_mux, "agent.pem"), certificate.ExportCertificatePem());
        File.Copy(At(_mux, "ca.crt"), At(_agent, "ca.crt"));
        File.WriteAllText(At(_agent, "enroll.token"), "the-token");
    }

    private async Task RunAsync(Peer peer, string mode, string[] expected)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var process = await peer.StartAsync("mux", _mux.FullName, mode);
        using var hung = patience.Token.Register(process.Kill);
        try
        {
            using var agent = AgentHost.Build(Settings((await HearAsync(process, "port ")).Split(' ')[1]), new AgentFolder(_agent.FullName));
            await agent.StartAsync(patience.Token);
            foreach (var line in expected)
            {
                Assert.Equal(line, await HearAsync(process, line));
            }

            await agent.StopAsync(CancellationToken.None);
        }
        finally
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>The next line that begins so; what the agent does besides is passed over.</summary>
    private static async Task<string> HearAsync(Process process, string begin)
    {
        var passed = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(begin, StringComparison.Ordinal))
            {
                return line;
            }

            passed.Add(line);
        }

        throw new InvalidOperationException($"'{begin}' was not heard, but: {string.Join("; ", passed)}. {await process.StandardError.ReadToEndAsync()}");
    }

    private AgentSettings Settings(string port) => new()
    {
        ShipId = Ship.Value, Camp = "demo", ControlUrl = $"https://127.0.0.1:{port}", Network = "camp-demo", AddressBlock = "10.77.0.16/28", DockerSocket = At(_agent, "no-engine-here.sock"),
    };

    private static string At(DirectoryInfo folder, string name) => Path.Combine(folder.FullName, name);
}
