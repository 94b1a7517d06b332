using Xunit;

namespace Contracts.Tests.Wire;

/// <summary>Runs each peer's client once against a server of ours, and keeps what it said of each case; one that hangs is killed.</summary>
public sealed class PeersAsClients : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Dictionary<(string Peer, string Case), string> _said = [];
    private readonly Dictionary<string, string> _trouble = [];

    public async ValueTask InitializeAsync() => await Task.WhenAll(RunAsync(Peer.GrpcJs), RunAsync(Peer.CCore));

    /// <summary>"ok", or what was wrong.</summary>
    public string Verdict(string peer, string name) =>
        _said.GetValueOrDefault((peer, name)) ?? $"The client said nothing of this case. {_trouble[peer]}";

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task RunAsync(Peer peer)
    {
        try
        {
            await using var host = await WireHost.StartAsync(new ProbeService().Map);
            using var process = await peer.StartAsync("client", host.Address.Authority);
            using var patience = new CancellationTokenSource(Patience);
            using var hung = patience.Token.Register(process.Kill);
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            var complaint = await error;
            lock (_said)
            {
                _trouble[peer.Name] = complaint;
                foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    _said[(peer.Name, line.Split('\t')[0])] = line[(line.IndexOf('\t') + 1)..];
                }
            }
        }
        catch (Exception trouble)
        {
            lock (_said)
            {
                _trouble[peer.Name] = trouble.Message;
            }
        }
    }
}
