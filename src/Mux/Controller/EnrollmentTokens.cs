using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Mux.Camp;
using Mux.Fleet;

namespace Mux.Controller;

/// <summary>
/// The token that the agents of one launch enroll with, made from a key of this camp: a launch that is repeated after a crash hands out the same token again,
/// and yet the store holds only its hash.
/// </summary>
internal sealed class EnrollmentTokens(MuxSettings settings)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private readonly Lazy<byte[]> key = new(() => ReadOrMakeKey(Path.Combine(settings.DataFolder, "keys", "enroll.key")));

    /// <summary>256 bits, base64url.</summary>
    public string TokenOf(BatchId batch) => Base64Url.EncodeToString(HMACSHA256.HashData(key.Value, Encoding.UTF8.GetBytes(batch.Value)));

    private static byte[] ReadOrMakeKey(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (!File.Exists(file))
        {
            using var stream = new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
            stream.Write(RandomNumberGenerator.GetBytes(32));
        }

        return File.ReadAllBytes(file);
    }
}
