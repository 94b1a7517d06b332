using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mux.Fleet;
using Xunit;

namespace Contracts.Tests;

/// <summary>Runs each peer once as the agent of a ship of a real mux, and keeps what it said of each case; one that hangs is killed.</summary>
public sealed class PeersAsAgents : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly Dictionary<(string Peer, string Case), string> _said = [];
    private readonly Dictionary<string, string> _trouble = [];

    public async ValueTask InitializeAsync()
    {
        await using var mux = new LoopbackMux(Peer.All.Length);
        await mux.StartAsync();
        await Task.WhenAll(Peer.All.Select(peer => RunAsync(mux, peer)));
    }

    /// <summary>"ok", or what was wrong.</summary>
    public string Verdict(string peer, string name) =>
        _said.GetValueOrDefault((peer, name)) ?? $"The agent said nothing of this case. {_trouble.GetValueOrDefault(peer)}";

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task RunAsync(LoopbackMux mux, Peer peer)
    {
        using var patience = new CancellationTokenSource(Patience);
        var folder = Directory.CreateTempSubdirectory("contract-agent-");
        try
        {
            var launch = await mux.NextLaunchAsync(patience.Token);
            Fill(folder, mux, launch);
            await ListenAsync(peer, [mux.Settings.ControlUrl.Authority, folder.FullName, launch.Ship.Value], patience.Token);
            await mux.UntilAsync(launch.Ship, ship => ship.Vitals is { Trouble: "said by a peer", Link: ShipLink.Suspect }, patience.Token);
            Say(peer, "the_mux_knows_the_report_and_that_the_agent_has_gone", "ok");
        }
        catch (Exception trouble)
        {
            lock (_said)
            {
                _trouble[peer.Name] = _trouble.GetValueOrDefault(peer.Name) + trouble.Message;
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task ListenAsync(Peer peer, string[] arguments, CancellationToken patience)
    {
        using var process = await peer.StartAsync("agent", arguments);
        using var hung = patience.Register(process.Kill);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        foreach (var line in (await process.StandardOutput.ReadToEndAsync(CancellationToken.None)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Say(peer, line.Split('\t')[0], line[(line.IndexOf('\t') + 1)..]);
        }

        var complaint = await error;
        lock (_said)
        {
            _trouble[peer.Name] = complaint;
        }
    }

    private void Say(Peer peer, string name, string verdict)
    {
        lock (_said)
        {
            _said[(peer.Name, name)] = verdict;
        }
    }

    private static void Fill(DirectoryInfo folder, LoopbackMux mux, SaidLaunch launch)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.Copy(Path.Combine(mux.Settings.DataFolder, "ca.crt"), Path.Combine(folder.FullName, "ca.crt"));
        File.WriteAllText(Path.Combine(folder.FullName, "enroll.token"), launch.EnrollmentToken);
        File.WriteAllText(Path.Combine(folder.FullName, "agent.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllBytes(Path.Combine(folder.FullName, "request.der"), new CertificateRequest("CN=ship", key, HashAlgorithmName.SHA256).CreateSigningRequest());
    }
}
