using System.Text.Json.Serialization;

namespace Ec2Emulator.Lies;

/// <summary>How the emulator lies; nothing by default. In JSON with camelCase at <c>/_emulator/faults</c>.</summary>
internal sealed record FaultPlan
{
    public static FaultPlan None { get; } = new();

    /// <summary>Describe, Terminate and CreateTags know an instance only this much after its launch, and Describe shows its states as late. Each instance draws its own lag.</summary>
    public double LagFromSeconds { get; init; }

    public double LagToSeconds { get; init; }

    /// <summary>Throttles by AWS's published buckets.</summary>
    public bool Buckets { get; init; }

    /// <summary>Of all calls: answered with RequestLimitExceeded without effect.</summary>
    public double ThrottlePercent { get; init; }

    /// <summary>Of all calls: the effect happens, the connection is cut before the answer.</summary>
    public double CutPercent { get; init; }

    /// <summary>Of launches with MinCount below MaxCount: fewer than asked for.</summary>
    public double PartialPercent { get; init; }

    /// <summary>Of instances: terminated right after pending, for Client.VolumeLimitExceeded.</summary>
    public double DieAtOncePercent { get; init; }

    /// <summary>Where capacity is short; null zone or type stands for all.</summary>
    public IReadOnlyList<Shortage> Shortages { get; init; } = [];

    /// <summary>Quotas other than usual, by their codes.</summary>
    public IReadOnlyDictionary<string, double> Quotas { get; init; } = new Dictionary<string, double>();

    /// <summary>The old limit on the number of instances; null: none.</summary>
    public int? InstanceLimit { get; init; }

    /// <summary>Operations that the caller has no permission for.</summary>
    public IReadOnlyList<string> Denied { get; init; } = [];

    [JsonIgnore]
    public TimeSpan LagFrom => TimeSpan.FromSeconds(LagFromSeconds);

    [JsonIgnore]
    public TimeSpan LagTo => TimeSpan.FromSeconds(Math.Max(LagFromSeconds, LagToSeconds));
}

/// <param name="Left">Instances that can still be launched there.</param>
internal sealed record Shortage(string? Zone = null, string? Type = null, int Left = 0)
{
    public bool Hits(string zone, string type) => (Zone is null || Zone == zone) && (Type is null || Type == type);
}
