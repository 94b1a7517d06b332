namespace Mux.Images;

/// <summary>A user and a password of a registry. Never shown, never logged: hence no record's ToString.</summary>
internal sealed class RegistrySecret(string user, string password)
{
    public string User => user;

    public string Password => password;
}

/// <summary>Where the password of a private registry stands: a file of its own, <c>user:password</c>, read anew each time, so that it can be changed under a mux that runs.</summary>
/// <param name="Host">As an image's name starts, with the port if there is one; <c>docker.io</c> for Docker Hub.</param>
/// <param name="File">Absolute.</param>
internal sealed record RegistryKey(string Host, string File)
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private const int Longest = 16 << 10;

    /// <summary>What is wrong with the file, for people; null when nothing is.</summary>
    public string? Fault()
    {
        if (!System.IO.File.Exists(File))
        {
            return $"there is no file {File}";
        }

        if ((System.IO.File.GetUnixFileMode(File) & Others) != 0)
        {
            return $"{File} can be read by others: chmod 600 it";
        }

        return Read() is null ? $"{File} must hold one line, user:password" : null;
    }

    /// <summary>Null when the file is not as it must be.</summary>
    public RegistrySecret? Read()
    {
        try
        {
            var text = new FileInfo(File).Length <= Longest ? System.IO.File.ReadAllText(File).TrimEnd('\r', '\n') : "";
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            return colon > 0 && colon < text.Length - 1 && !text.Any(char.IsControl) ? new RegistrySecret(text[..colon], text[(colon + 1)..]) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
