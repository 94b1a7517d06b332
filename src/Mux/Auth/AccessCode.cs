using System.Security.Cryptography;
using System.Text;

namespace Mux.Auth;

/// <summary>Compares secrets in a time that tells nothing of them, their length neither.</summary>
internal static class AccessCode
{
    /// <summary>False when no secret is set: an empty one opens nothing.</summary>
    public static bool Matches(string? typed, string secret)
    {
        if (secret.Length == 0 || typed is null or { Length: > 1024 })
        {
            return false;
        }

        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(typed)), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
    }
}
