using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace ShipAgent.Containers;

/// <summary>A block of IPv4 addresses that belongs to one ship; the first and the last are as good as the others.</summary>
internal sealed record AddressBlock(uint First, int Size)
{
    private const int WidestPrefix = 24;

    public static AddressBlock? Parse(string text)
    {
        if (!IPNetwork.TryParse(text, out var network) || network.BaseAddress.AddressFamily != AddressFamily.InterNetwork
            || network.PrefixLength < WidestPrefix || text != network.ToString())
            return null;
        return new AddressBlock(BinaryPrimitives.ReadUInt32BigEndian(network.BaseAddress.GetAddressBytes()), 1 << (32 - network.PrefixLength));
    }

    /// <summary>
    /// An address that is not taken, the first after <paramref name="last"/>: an address just given back rests for a while,
    /// so that nothing that still talks to the container before meets the one after. Null when all are taken.
    /// </summary>
    public string? PickFree(IReadOnlyCollection<string> taken, string? last)
    {
        var start = last is null ? -1 : Enumerable.Range(0, Size).FirstOrDefault(offset => At(offset) == last, -1);
        return Enumerable.Range(1, Size).Select(step => At((start + step) % Size)).FirstOrDefault(address => !taken.Contains(address));
    }

    private string At(int offset)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, First + (uint)offset);
        return new IPAddress(bytes).ToString();
    }
}
