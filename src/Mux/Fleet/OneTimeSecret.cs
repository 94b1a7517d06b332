using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Mux.Fleet;

/// <summary>256 random bits for somebody else to keep: <paramref name="Value"/> is shown once, <paramref name="Key"/> is its SHA-256 and all that the store holds.</summary>
internal readonly record struct OneTimeSecret(string Value, string Key)
{
    private const int MaxLength = 128;

    /// <param name="prefix">What kind of secret it is, so that scanners of published files know it.</param>
    public static OneTimeSecret New(string prefix = "")
    {
        var value = prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return new OneTimeSecret(value, KeyOf(value)!);
    }

    /// <summary>Null for what cannot be one.</summary>
    public static string? KeyOf(string? value) => value is { Length: >= 43 and <= MaxLength } ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value))) : null;
}
