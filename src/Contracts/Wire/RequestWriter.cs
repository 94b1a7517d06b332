using System.Buffers;
using Google.Protobuf;

namespace Contracts.Wire;

internal sealed class RequestWriter<TReq, TRes>(ClientCall<TReq, TRes> call, RequestBody body, int largest) : IClientStreamWriter<TReq>
    where TReq : class, IMessage<TReq>
    where TRes : class, IMessage<TRes>
{
    private const int KeptBuffer = 64 * 1024;
    private ArrayBufferWriter<byte> _buffer = new();
    private bool _completed;
    private int _writing;

    public async Task WriteAsync(TReq message, CancellationToken cancellationToken = default)
    {
        if (_completed)
        {
            throw new InvalidOperationException("CompleteAsync was called: no more messages may follow.");
        }

        if (Interlocked.Exchange(ref _writing, 1) != 0)
        {
            throw new InvalidOperationException("Another write is under way.");
        }

        try
        {
            using var registration = call.End.CancelWith(cancellationToken);
            await WriteAsync(message);
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }

    public Task CompleteAsync()
    {
        if (Volatile.Read(ref _writing) != 0)
        {
            throw new InvalidOperationException("A write is under way: await it first.");
        }

        _completed = true;
        body.Complete();
        return Task.CompletedTask;
    }

    private async Task WriteAsync(TReq message)
    {
        var size = message.CalculateSize();
        Framing.CheckSize(size, largest);
        _buffer.ResetWrittenCount();
        Framing.Write(_buffer, message, size);
        try
        {
            var stream = await body.Stream ?? throw new IOException("The call has ended.");
            await stream.WriteAsync(_buffer.WrittenMemory, call.End.Token);
            await stream.FlushAsync(call.End.Token);
        }
        catch (Exception error)
        {
            throw await call.WriteFailedAsync(error);
        }

        if (_buffer.Capacity > KeptBuffer)
        {
            _buffer = new ArrayBufferWriter<byte>();
        }
    }
}
