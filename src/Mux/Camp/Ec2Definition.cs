using System.Collections.Immutable;

namespace Mux.Camp;

/// <summary>Settings of the provider <c>ec2</c>. Credentials are never among them: the AWS SDK's own chain finds them.</summary>
internal sealed record Ec2Definition(string Region, string Image, ImmutableArray<Ec2Placement> Placements)
{
    public const int LargestBatch = 100;

    /// <summary>Another server that speaks EC2's API; null: AWS's own for the region.</summary>
    public Uri? Endpoint { get; init; }

    public ImmutableArray<string> SecurityGroups { get; init; } = [];

    /// <summary>Of a ship's one disk, GiB.</summary>
    public int VolumeGib { get; init; } = 30;

    /// <summary>Spot machines: cheaper, and taken back at two minutes' notice.</summary>
    public bool Spot { get; init; }

    /// <summary>A ship that has not reached the mux for so long powers itself off, and so ends its bill.</summary>
    public TimeSpan DeadMan { get; init; } = TimeSpan.FromMinutes(30);

    public Ec2Prices Prices { get; init; } = new();

    /// <summary>A pull-through registry near the ships.</summary>
    public Uri? RegistryMirror { get; init; }

    /// <summary><c>host:port</c> of registries without TLS.</summary>
    public ImmutableArray<string> InsecureRegistries { get; init; } = [];

    /// <summary>Machines that nobody knows are taken down so many at a time: a lost store must not end a camp at one stroke.</summary>
    public int SweepCap { get; init; } = 50;

    /// <summary>Machines asked for by one request.</summary>
    public int MaxBatch { get; init; } = LargestBatch;
}

/// <summary>Where a machine may be made, and of which type. Tried in the order of the file.</summary>
internal sealed record Ec2Placement(string Subnet, string Type)
{
    public override string ToString() => $"{Type} in {Subnet}";
}

/// <summary>What the cloud charges, in dollars: nothing is asked for, it is what the organizer wrote down.</summary>
internal sealed record Ec2Prices
{
    /// <summary>As the cloud reckons them.</summary>
    public const int HoursOfMonth = 730;

    /// <summary>By instance type, per hour.</summary>
    public ImmutableSortedDictionary<string, decimal> Hourly { get; init; } = ImmutableSortedDictionary<string, decimal>.Empty;

    public decimal VolumeGibMonth { get; init; }
}
