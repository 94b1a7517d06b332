using System.Security.Cryptography;
using Ec2Emulator.Cloud;

namespace Ec2Emulator.Metadata;

/// <summary>Tokens of version 2: each is good at its instance alone, for the time that was asked for.</summary>
internal sealed class MetadataTokens(TimeProvider time)
{
    private const int LongestSeconds = 21_600;
    private readonly Dictionary<string, (string Instance, DateTimeOffset End)> tokens = [];
    private readonly Lock gate = new();

    /// <summary>Null when the time is none from 1 s to 6 hours.</summary>
    public string? Make(Instance instance, string seconds)
    {
        if (!int.TryParse(seconds, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var life) || life is < 1 or > LongestSeconds)
        {
            return null;
        }

        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(40));
        lock (gate)
        {
            tokens[token] = (instance.Order.Id, time.GetUtcNow() + TimeSpan.FromSeconds(life));
        }

        return token;
    }

    public bool IsGood(string token, Instance instance)
    {
        lock (gate)
        {
            return tokens.TryGetValue(token, out var known) && known.Instance == instance.Order.Id && time.GetUtcNow() < known.End;
        }
    }
}
