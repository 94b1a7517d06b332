using System.Text;
using ShipAgent.Containers;
using Xunit;

namespace ShipAgent.Tests.Containers;

public sealed class LogTextTests
{
    [Fact]
    public void Terminal_sequences_and_control_characters_are_gone_and_lines_stay()
    {
        byte[] output = [.. "\x1b[31mred\x1b[0m\r\n\x1b]0;title\atab\there\0\a\n"u8, 0xFF, .. "end"u8];

        Assert.Equal("red\ntab\there\n\uFFFDend", LogText.Tail(output, 1000));
    }

    [Fact]
    public void A_tail_begins_at_a_line() =>
        Assert.Equal("three\n", LogText.Tail("one\ntwo\nthree\n"u8, 8));

    [Fact]
    public void One_endless_line_is_cut_between_characters()
    {
        var tail = LogText.Tail(Encoding.UTF8.GetBytes(new string('é', 5000)), 101);

        Assert.Equal(new string('é', 50), tail);
    }

    [Fact]
    public void The_hook_that_failed_is_found_in_the_log()
    {
        const string log = "camp-start: init hook 10-a\ncamp-start: init hook 20-b failed with exit code 7\n";

        Assert.Equal("init hook 20-b failed with exit code 7", LogText.HookFailure(log));
        Assert.Null(LogText.HookFailure("all is well"));
    }
}
