using System.Text;
using ShipAgent.Docker;
using Xunit;

namespace ShipAgent.Tests.Docker;

public sealed class LogFramesTests
{
    [Fact]
    public async Task The_streams_come_apart_and_together()
    {
        var bytes = Frame(1, "out\n").Concat(Frame(2, "err\n")).Concat(Frame(1, "more\n")).ToArray();

        var whole = await LogFrames.ReadTailAsync(new MemoryStream(bytes), 1000, default);
        var (output, errors) = await LogFrames.ReadTailsAsync(new MemoryStream(bytes), 1000, default);

        Assert.Equal("out\nerr\nmore\n", Encoding.UTF8.GetString(whole));
        Assert.Equal("out\nmore\n", Encoding.UTF8.GetString(output));
        Assert.Equal("err\n", Encoding.UTF8.GetString(errors));
    }

    [Fact]
    public async Task Only_the_tail_of_much_output_is_held()
    {
        var bytes = Enumerable.Range(0, 500).SelectMany(number => Frame(1, new string((char)('a' + (number % 26)), 1000))).ToArray();

        Assert.Equal(bytes[^900..], (await LogFrames.ReadTailAsync(new MemoryStream(bytes), 900, default)));
    }

    [Fact]
    public async Task A_frame_that_breaks_off_gives_what_came()
    {
        Assert.Equal("hal"u8.ToArray(), await LogFrames.ReadTailAsync(new MemoryStream(Frame(1, "half")[..^1]), 100, default));
    }

    private static byte[] Frame(byte stream, string text) =>
        [stream, 0, 0, 0, 0, 0, (byte)(text.Length >> 8), (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];
}
