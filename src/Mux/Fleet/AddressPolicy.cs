using System.Net;
using System.Net.Sockets;

namespace Mux.Fleet;

/// <summary>Where the mux may forward to: inside the ship's own block, and never to itself, to link-local or to metadata addresses.</summary>
internal static class AddressPolicy
{
    private static readonly IPNetwork[] Refused =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("240.0.0.0/4"),
        IPNetwork.Parse("::/96"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("ff00::/8"),
        IPNetwork.Parse("fd00:ec2::254/128"), // the metadata service's IPv6 address
        IPNetwork.Parse("64:ff9b::/96"), IPNetwork.Parse("2002::/16"), // IPv4 in disguise
    ];

    /// <summary>False for every address outside <paramref name="block"/>, whoever claims it.</summary>
    public static bool MayForwardTo(IPEndPoint endpoint, IPNetwork? block) =>
        block is { } own
        && endpoint.Port is > 0 and <= 65535
        && endpoint.Address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6
        && !endpoint.Address.IsIPv4MappedToIPv6 // IPNetwork takes it for the IPv4 address
        && own.Contains(endpoint.Address)
        && !Array.Exists(Refused, network => network.Contains(endpoint.Address));
}
