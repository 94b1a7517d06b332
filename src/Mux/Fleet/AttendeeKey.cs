using System.Security.Cryptography;
using System.Text;

namespace Mux.Fleet;

/// <summary>Keys of attendees that no typed name can have: folded names hold no capital of the alphabet.</summary>
internal static class AttendeeKey
{
    public static string Of(PersonIdentity identity) =>
        "ID:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{identity.Issuer}\n{identity.Subject}")));
}
