using System.Security.Cryptography;
using System.Text;

namespace Mux.Fleet;

/// <summary>Keys of attendees that no typed name can have: folded names hold no capital of the alphabet.</summary>
internal static class AttendeeKey
{
    /// <param name="link">SHA-256 of the secret in the stand-in's link.</param>
    public static string OfStandIn(string link) => "STANDIN:" + link;

    public static string Of(PersonIdentity identity) =>
        "ID:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{identity.Issuer}\n{identity.Subject}")));
}
