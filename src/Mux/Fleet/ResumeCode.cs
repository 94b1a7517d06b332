using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Mux.Fleet;

/// <summary>
/// The personal code that proves an attendee to be the same person in another browser: 64 random bits as four pronounceable words
/// of consonants and vowels. Only a salted hash of it is kept.
/// </summary>
internal static class ResumeCode
{
    private const string Consonants = "bdfghjklmnprstvz";
    private const string Vowels = "aiou";

    // The code is random, not chosen: 64 bits need no slow hash, and a slow one would be felt when a whole class logs in at once.
    private const int Iterations = 2_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const int Letters = 20;

    /// <summary>For example <c>lusab-babad-gutih-tugad</c>.</summary>
    public static string New()
    {
        Span<byte> random = stackalloc byte[8];
        RandomNumberGenerator.Fill(random);
        return string.Join('-', Word(random[..2]), Word(random[2..4]), Word(random[4..6]), Word(random[6..]));
    }

    /// <summary>A new one with its hash; made on the pool, not on the thread that serves the sockets.</summary>
    public static Task<(string Code, string Hash)> MakeAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var code = New();
            return (code, Hash(code));
        },
        cancellationToken);

    /// <summary><c>pbkdf2-sha256$iterations$salt$hash</c></summary>
    public static string Hash(string code)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return string.Create(CultureInfo.InvariantCulture, $"pbkdf2-sha256${Iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(Derive(Folded(code), salt, Iterations))}");
    }

    /// <summary>Whether the text, however spaced or capitalised, is the code behind the hash.</summary>
    public static bool Matches(string? typed, string hash)
    {
        var parts = hash.Split('$');
        var code = Folded(typed);
        return code.Length == Letters
            && parts is ["pbkdf2-sha256", _, _, _]
            && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var iterations)
            && CryptographicOperations.FixedTimeEquals(Derive(code, Convert.FromBase64String(parts[2]), iterations), Convert.FromBase64String(parts[3]));
    }

    private static string Folded(string? typed) => typed is { Length: <= 256 } ? string.Concat(typed.Where(char.IsAsciiLetter)).ToLowerInvariant() : "";

    private static byte[] Derive(string code, byte[] salt, int iterations) => Rfc2898DeriveBytes.Pbkdf2(code, salt, iterations, HashAlgorithmName.SHA256, HashBytes);

    private static string Word(ReadOnlySpan<byte> bytes)
    {
        var bits = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        return new string([Consonants[bits >> 12], Vowels[(bits >> 10) & 3], Consonants[(bits >> 6) & 15], Vowels[(bits >> 4) & 3], Consonants[bits & 15]]);
    }
}
