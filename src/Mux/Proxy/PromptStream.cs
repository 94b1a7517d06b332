using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Mux.Proxy;

/// <summary>
/// A ship's WebSocket whose bytes are acknowledged at once. Jupyter sends several small messages in a row with Nagle's algorithm on:
/// each waits for the acknowledgement of the one before, which Linux would hold back for 40 ms. The kernel forgets the wish, hence after each read.
/// </summary>
internal sealed class PromptStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    private const int Tcp = 6;
    private const int QuickAck = 12;

    // Strict question and answer has no second message to hold back, and an extra packet each way would cost it a third of its speed.
    private const int DialogueLength = 32;
    private const long PauseMilliseconds = 500;

    private static readonly byte[] On = [1, 0, 0, 0];

    private bool wroteSinceRead;
    private int alternations;
    private long lastRead;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var reading = base.ReadAsync(buffer, cancellationToken);
        if (!reading.IsCompletedSuccessfully)
        {
            return AwaitAsync(reading);
        }

        AcknowledgeNow();
        return reading;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Volatile.Write(ref wroteSinceRead, true);
        return base.WriteAsync(buffer, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> AwaitAsync(ValueTask<int> reading)
    {
        var read = await reading;
        AcknowledgeNow();
        return read;
    }

    private void AcknowledgeNow()
    {
        if (IsDialogue() || !OperatingSystem.IsLinux())
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

    /// <summary>For a while now, and without a pause, each read has been answered by a write before the next.</summary>
    private bool IsDialogue()
    {
        var now = Environment.TickCount64;
        alternations = Volatile.Read(ref wroteSinceRead) && now - lastRead < PauseMilliseconds ? Math.Min(alternations + 1, DialogueLength) : 0;
        lastRead = now;
        Volatile.Write(ref wroteSinceRead, false);
        return alternations == DialogueLength;
    }
}
