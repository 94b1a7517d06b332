using Mux.Auth;
using Xunit;

namespace Mux.Tests.Auth;

public sealed class Names
{
    [Theory]
    [InlineData("Ada Lovelace", "  ada   LOVELACE ")]
    [InlineData("José", "Jose\u0301")]
    [InlineData("ADA", "Ａｄａ")]
    [InlineData("Ada", "A\u200bda")]
    [InlineData("O'Neil", "O\u2019Neil")]
    [InlineData("ЖАННА", "жанна")]
    public void Twins_are_one_person(string one, string other) => Assert.Equal(Parse(one).Key, Parse(other).Key);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("a\u001b[31mb")]
    [InlineData("a\u202eb")]
    [InlineData("\ud800")]
    [InlineData("\u200b")]
    public void A_text_that_cannot_be_shown_is_no_name(string text)
    {
        Assert.Null(AttendeeName.TryParse(text, out var error));
        Assert.NotEmpty(error);
    }

    [Fact]
    public void Sixty_four_characters_are_a_name_and_one_more_is_not()
    {
        Assert.NotNull(AttendeeName.TryParse(new string('a', 64), out _));
        Assert.Null(AttendeeName.TryParse(new string('a', 65), out _));
        Assert.Null(AttendeeName.TryParse(new string('a', 10_000_000), out _));
    }

    [Fact]
    public void A_log_gets_one_short_line()
    {
        var logged = AttendeeName.ForLog("x\r\ninfo: forged\u2028" + new string('y', 10_000));
        Assert.DoesNotContain(logged, char.IsControl);
        Assert.DoesNotContain('\u2028', logged);
        Assert.True(logged.Length <= 65);
    }

    private static AttendeeName Parse(string text) => AttendeeName.TryParse(text, out var error) ?? throw new InvalidOperationException(error);
}
