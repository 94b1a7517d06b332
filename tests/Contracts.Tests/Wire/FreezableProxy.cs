using System.Net;
using System.Net.Sockets;

namespace Contracts.Tests.Wire;

/// <summary>A wire that can go dead without closing: what comes after <see cref="Freeze"/> is swallowed, in both directions.</summary>
internal sealed class FreezableProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _target;
    private readonly List<TcpClient> _open = [];
    private volatile bool _frozen;

    public FreezableProxy(Uri target)
    {
        _target = target;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    public void Freeze() => _frozen = true;

    public void Dispose()
    {
        _listener.Dispose();
        _open.ForEach(client => client.Dispose());
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptTcpClientAsync();
                var far = new TcpClient();
                _open.AddRange([near, far]);
                await far.ConnectAsync(_target.Host, _target.Port);
                _ = PumpAsync(near.GetStream(), far.GetStream());
                _ = PumpAsync(far.GetStream(), near.GetStream());
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReadAsync(buffer) is > 0 and var count)
            {
                if (!_frozen)
                {
                    await to.WriteAsync(buffer.AsMemory(0, count));
                }
            }
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException)
        {
            // One of the two has gone.
        }
    }
}
