using System.Diagnostics;
using Contracts.Wire;
using Xunit;

namespace Contracts.Tests.Wire;

/// <summary>A server of ours and one of each peer, for as long as a class of tests runs.</summary>
public sealed class PeersAsServers : IAsyncLifetime
{
    private readonly Dictionary<string, Uri> _addresses = [];
    private readonly Dictionary<string, string> _trouble = [];
    private readonly List<Process> _processes = [];
    private WireHost _own = null!;

    public async ValueTask InitializeAsync()
    {
        _own = await WireHost.StartAsync(new ProbeService().Map);
        _addresses["our own"] = _own.Address;
        await Task.WhenAll(StartAsync(Peer.GrpcJs), StartAsync(Peer.CCore));
    }

    public GrpcChannel Channel(string server, GrpcChannelOptions? options = null) =>
        _addresses.TryGetValue(server, out var address)
            ? new GrpcChannel(address, options)
            : throw new InvalidOperationException(_trouble[server]);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        await _own.DisposeAsync();
    }

    private async Task StartAsync(Peer peer)
    {
        try
        {
            var process = await peer.StartAsync("server");
            lock (_processes)
            {
                _processes.Add(process);
            }

            var line = await process.StandardOutput.ReadLineAsync()
                ?? throw new InvalidOperationException($"The server of {peer.Name} ended: {await process.StandardError.ReadToEndAsync()}");
            lock (_processes)
            {
                _addresses[peer.Name] = new Uri($"http://127.0.0.1:{line.Split(' ')[1]}");
            }
        }
        catch (Exception trouble)
        {
            lock (_processes)
            {
                _trouble[peer.Name] = trouble.Message;
            }
        }
    }
}
