using System.Buffers;
using System.Collections;

namespace Contracts.Wire;

/// <summary>
/// Headers or trailers of a call, in order. Keys are lower case; a key that ends in <c>-bin</c> holds bytes (base64 on the wire),
/// any other printable ASCII.
/// </summary>
public sealed class Metadata : IEnumerable<Metadata.Entry>
{
    private const string BinarySuffix = "-bin";
    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.");
    private readonly List<Entry> _entries = [];

    public int Count => _entries.Count;

    /// <exception cref="ArgumentException">The key is not a legal one, belongs to the protocol, or ends in -bin; or the value is not printable ASCII.</exception>
    public void Add(string key, string value)
    {
        key = CheckedKey(key);
        if (IsBinaryKey(key))
        {
            throw new ArgumentException($"Metadata key '{key}' ends in -bin: give it bytes.", nameof(key));
        }

        if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw new ArgumentException($"Metadata value of '{key}' is not printable ASCII: use a key that ends in -bin.", nameof(value));
        }

        _entries.Add(new Entry(key, value, null));
    }

    /// <exception cref="ArgumentException">The key is not a legal one, belongs to the protocol, or does not end in -bin.</exception>
    public void Add(string key, byte[] value)
    {
        key = CheckedKey(key);
        if (!IsBinaryKey(key))
        {
            throw new ArgumentException($"Metadata key '{key}' must end in -bin to hold bytes.", nameof(key));
        }

        _entries.Add(new Entry(key, null, value));
    }

    /// <summary>The last text value of that key, or null.</summary>
    public string? GetValue(string key) => _entries.FindLast(entry => entry.Key == key)?.Value;

    /// <summary>The last binary value of that key, or null.</summary>
    public byte[]? GetValueBytes(string key) => _entries.FindLast(entry => entry.Key == key)?.ValueBytes;

    public IEnumerator<Entry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static bool IsBinaryKey(string key) => key.EndsWith(BinarySuffix, StringComparison.Ordinal);

    internal void AddReceived(string key, string value) => _entries.Add(new Entry(key, value, null));

    internal void AddReceived(string key, byte[] value) => _entries.Add(new Entry(key, null, value));

    private static string CheckedKey(string key)
    {
        key = key.ToLowerInvariant();
        if (key.Length == 0 || key.AsSpan().ContainsAnyExcept(KeyCharacters))
        {
            throw new ArgumentException($"Metadata key '{key}' may hold only a-z, 0-9, '_', '-' and '.'.", nameof(key));
        }

        if (MetadataWire.IsReserved(key))
        {
            throw new ArgumentException($"Metadata key '{key}' belongs to the protocol.", nameof(key));
        }

        return key;
    }

    /// <summary>One of <see cref="Value"/> and <see cref="ValueBytes"/> is set.</summary>
    public sealed record Entry(string Key, string? Value, byte[]? ValueBytes);
}
