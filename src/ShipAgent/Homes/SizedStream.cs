namespace ShipAgent.Homes;

/// <summary>A stream that is read once, with its length said beforehand: what a tar entry needs whose content is not to be held in memory.</summary>
internal sealed class SizedStream(Stream inner, long length) : Stream
{
    private long _read;

    public override bool CanRead => true;

    // The writer asks for the length of streams that can seek, and never seeks.
    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count), count);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await inner.ReadAsync(buffer, cancellationToken), buffer.Length);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Count(int read, int asked)
    {
        if (read == 0 && asked > 0 && _read < length)
            throw new EndOfStreamException("the archive ends in the middle of a file");
        _read += read;
        return read;
    }
}
