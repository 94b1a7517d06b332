using System.Text;
using Mux.Proxy;
using Xunit;

namespace Mux.Tests.Proxy;

/// <summary>What tells a person from a page that is left open.</summary>
public sealed class BrowserFrames
{
    [Theory]
    [InlineData(1, """{"header":{"msg_type":"execute_request"},"content":{"code":"1+1"}}""", true)]
    [InlineData(2, """{"header":{"msg_type":"execute_request"}}""", true)]
    [InlineData(1, """["stdin","ls\r"]""", true)]
    [InlineData(1, """{"header":{"msg_type":"kernel_info_request"}}""", false)]
    [InlineData(1, """{"header":{"msg_type":"comm_info_request"}}""", false)]
    [InlineData(10, "a pong's payload", false)]
    [InlineData(8, "farewell", false)]
    public void Only_what_somebody_sends_is_work(int opcode, string payload, bool work) => Assert.Equal(work, BrowserFrame.IsWork(Frame(opcode, payload)));

    [Fact]
    public void Lengths_of_every_kind_are_understood_and_none_throws()
    {
        foreach (var length in new[] { 1, 125, 126, 4000, 70_000 })
        {
            var frame = Frame(1, new string('x', length));
            Assert.True(BrowserFrame.IsWork(frame));
            for (var cut = 1; cut < Math.Min(frame.Length, 40); cut++)
            {
                BrowserFrame.IsWork(frame.AsSpan(0, cut));
            }
        }

        Assert.False(BrowserFrame.IsWork(Frame(1, "{\"msg_type\":\"kernel_info_request\"" + new string(' ', 300) + "}")));
    }

    private static byte[] Frame(int opcode, string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        byte[] mask = [7, 99, 200, 1];
        byte[] length = payload.Length switch
        {
            < 126 => [(byte)(0x80 | payload.Length)],
            < 65536 => [0x80 | 126, (byte)(payload.Length >> 8), (byte)payload.Length],
            _ => [0x80 | 127, 0, 0, 0, 0, (byte)(payload.Length >> 24), (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length],
        };
        return [(byte)(0x80 | opcode), .. length, .. mask, .. payload.Select((letter, i) => (byte)(letter ^ mask[i % 4]))];
    }
}
