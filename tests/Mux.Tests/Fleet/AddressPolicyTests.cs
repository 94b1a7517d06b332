using System.Net;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Fleet;

public sealed class AddressPolicyTests
{
    [Theory]
    [InlineData("10.77.0.17:8888", "10.77.0.16/28", true)]
    [InlineData("10.77.0.31:1", "10.77.0.16/28", true)]
    [InlineData("10.77.0.32:8888", "10.77.0.16/28", false)] // the neighbour's
    [InlineData("10.77.0.15:8888", "10.77.0.16/28", false)]
    [InlineData("10.77.0.17:0", "10.77.0.16/28", false)]
    [InlineData("127.0.0.1:8888", "10.77.0.16/28", false)]
    [InlineData("[::ffff:10.77.0.17]:8888", "10.77.0.16/28", false)]
    [InlineData("[2001:db8::5]:8888", "2001:db8::/64", true)]
    [InlineData("[2001:db8:1::5]:8888", "2001:db8::/64", false)]
    public void Only_the_ships_own_block_is_forwarded_to(string endpoint, string block, bool may) =>
        Assert.Equal(may, AddressPolicy.MayForwardTo(IPEndPoint.Parse(endpoint), IPNetwork.Parse(block)));

    // A provider that is wrong or fooled must not turn the mux against itself: these are refused even when the block holds them.
    [Theory]
    [InlineData("0.0.0.0:80", "0.0.0.0/0")]
    [InlineData("0.1.2.3:80", "0.0.0.0/0")]
    [InlineData("127.0.0.1:80", "0.0.0.0/0")]
    [InlineData("127.255.255.254:80", "127.0.0.0/8")]
    [InlineData("169.254.169.254:80", "169.254.0.0/16")]
    [InlineData("169.254.0.1:80", "0.0.0.0/0")]
    [InlineData("224.0.0.1:80", "0.0.0.0/0")]
    [InlineData("240.0.0.1:80", "0.0.0.0/0")]
    [InlineData("255.255.255.255:80", "0.0.0.0/0")]
    [InlineData("[::]:80", "::/0")]
    [InlineData("[::1]:80", "::/0")]
    [InlineData("[fe80::1]:80", "::/0")]
    [InlineData("[ff02::1]:80", "::/0")]
    [InlineData("[fd00:ec2::254]:80", "::/0")]
    [InlineData("[::ffff:127.0.0.1]:80", "::/0")]
    [InlineData("[::ffff:169.254.169.254]:80", "::ffff:0:0/96")]
    [InlineData("[::127.0.0.1]:80", "::/0")]
    [InlineData("[64:ff9b::7f00:1]:80", "::/0")]
    [InlineData("[2002:7f00:1::]:80", "::/0")]
    public void Some_addresses_are_nobodys(string endpoint, string block) => Assert.False(AddressPolicy.MayForwardTo(IPEndPoint.Parse(endpoint), IPNetwork.Parse(block)));

    [Fact]
    public void Without_a_block_there_is_nowhere_to_forward_to() => Assert.False(AddressPolicy.MayForwardTo(Given.Inside, null));
}
