using System.Net;
using System.Net.Sockets;

namespace Mux.Auth;

internal static class ClientAddress
{
    /// <summary>What guesses are counted by. One IPv6 customer has 2^64 addresses and more: there the network counts, not the address.</summary>
    public static string KeyOf(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } address => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } address => new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), .. new byte[8]]) + "/64",
        { } address => address.ToString(),
    };
}
