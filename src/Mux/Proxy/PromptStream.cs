using System.Net.Sockets;

namespace Mux.Proxy;

/// <summary>
/// A ship's WebSocket whose bytes are acknowledged at once. Jupyter sends several small messages in a row with Nagle's algorithm on:
/// each waits for the acknowledgement of the one before, which Linux would hold back for 40 ms. The kernel forgets the wish, hence after each read.
/// </summary>
internal sealed class PromptStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    private const int Tcp = 6;
    private const int QuickAck = 12;
    private static readonly byte[] On = [1, 0, 0, 0];

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        AcknowledgeNow();
        return read;
    }

    private void AcknowledgeNow()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            Socket.SetRawSocketOption(Tcp, QuickAck, On);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Closed meanwhile: whoever reads next is told.
        }
    }
}
