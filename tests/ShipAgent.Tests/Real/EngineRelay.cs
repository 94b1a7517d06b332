using System.Net.Sockets;

namespace ShipAgent.Tests.Real;

/// <summary>A unix socket in front of the real engine's: cut it and the engine is away, hold it and the engine hangs, while everybody else's goes on.</summary>
internal sealed class EngineRelay : IAsyncDisposable
{
    private const string Engine = "/var/run/docker.sock";
    private readonly List<Socket> _open = [];
    private readonly Lock _gate = new();
    private Socket? _listener;
    private volatile TaskCompletionSource _flow = Flowing();

    public string Path { get; } = System.IO.Path.Combine(Directory.CreateTempSubdirectory("relay-").FullName, "engine.sock");

    public void Open()
    {
        File.Delete(Path);
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
        _ = AcceptAsync(_listener);
    }

    public void Cut()
    {
        _listener?.Dispose();
        lock (_gate)
        {
            _open.ForEach(socket => socket.Dispose());
            _open.Clear();
        }
    }

    /// <summary>Takes connections and bytes, and passes none on.</summary>
    public void Hold() => _flow = new TaskCompletionSource();

    public void Release() => _flow.TrySetResult();

    public ValueTask DisposeAsync()
    {
        Release();
        Cut();
        return ValueTask.CompletedTask;
    }

    private static TaskCompletionSource Flowing()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
                _ = RelayAsync(await listener.AcceptAsync());
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private async Task RelayAsync(Socket client)
    {
        using var engine = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        lock (_gate)
            _open.AddRange([client, engine]);
        try
        {
            await engine.ConnectAsync(new UnixDomainSocketEndPoint(Engine));
            await Task.WhenAny(PumpAsync(client, engine), PumpAsync(engine, client));
        }
        catch (SocketException)
        {
            // The engine itself is away.
        }
        client.Dispose();
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var read)
            {
                await _flow.Task;
                await to.SendAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // One side has gone: the other follows.
        }
    }
}
