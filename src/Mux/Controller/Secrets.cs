using System.Buffers.Text;
using System.Security.Cryptography;

namespace Mux.Controller;

internal static class Secrets
{
    /// <summary>256 random bits, base64url.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
