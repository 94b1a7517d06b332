using ShipAgent.Containers;
using Xunit;

namespace ShipAgent.Tests.Containers;

public sealed class AddressBlockTests
{
    [Fact]
    public void Every_address_of_the_block_is_used_before_none_is_left()
    {
        var block = AddressBlock.Parse("10.77.0.16/30")!;
        var taken = new List<string>();
        string? last = null;
        while (block.PickFree(taken, last) is { } address)
            taken.Add(last = address);

        Assert.Equal(["10.77.0.16", "10.77.0.17", "10.77.0.18", "10.77.0.19"], taken);
    }

    [Fact]
    public void An_address_just_given_back_rests() =>
        Assert.Equal("10.77.0.18", AddressBlock.Parse("10.77.0.16/29")!.PickFree(["10.77.0.16"], "10.77.0.17"));

    [Theory]
    [InlineData("10.77.0.0/16")]
    [InlineData("10.77.0.17/28")]
    [InlineData("::1/128")]
    [InlineData("10.77.0.16")]
    [InlineData("")]
    public void A_block_is_small_IPv4_and_begins_at_its_first_address(string text) => Assert.Null(AddressBlock.Parse(text));
}
