namespace Ec2Emulator.Cloud;

/// <param name="Price">Dollars an hour on demand; spot is three tenths of it.</param>
internal sealed record InstanceType(string Name, int Vcpus, int MemoryMib, string Architecture, decimal Price)
{
    /// <summary>A few of AWS's types, with prices near to those of us-east-1.</summary>
    public static IReadOnlyList<InstanceType> Catalog { get; } =
    [
        new("t3.nano", 2, 512, "x86_64", 0.0052m),
        new("t3.micro", 2, 1024, "x86_64", 0.0104m),
        new("t3.small", 2, 2048, "x86_64", 0.0208m),
        new("t3.medium", 2, 4096, "x86_64", 0.0416m),
        new("t3.large", 2, 8192, "x86_64", 0.0832m),
        new("t3.xlarge", 4, 16384, "x86_64", 0.1664m),
        new("t3a.medium", 2, 4096, "x86_64", 0.0376m),
        new("t3a.large", 2, 8192, "x86_64", 0.0752m),
        new("t4g.medium", 2, 4096, "arm64", 0.0336m),
        new("m5.large", 2, 8192, "x86_64", 0.096m),
        new("m5.xlarge", 4, 16384, "x86_64", 0.192m),
        new("m5.2xlarge", 8, 32768, "x86_64", 0.384m),
        new("m5a.large", 2, 8192, "x86_64", 0.086m),
        new("m6i.large", 2, 8192, "x86_64", 0.096m),
        new("m6i.xlarge", 4, 16384, "x86_64", 0.192m),
        new("m6a.large", 2, 8192, "x86_64", 0.0864m),
        new("m7i.large", 2, 8192, "x86_64", 0.1008m),
        new("c5.large", 2, 4096, "x86_64", 0.085m),
        new("c6i.large", 2, 4096, "x86_64", 0.085m),
        new("r5.large", 2, 16384, "x86_64", 0.126m),
        new("r6i.large", 2, 16384, "x86_64", 0.126m),
        new("g4dn.xlarge", 4, 16384, "x86_64", 0.526m),
    ];

    /// <summary>The quota that it counts against: a code of AWS's Service Quotas.</summary>
    public string Quota(bool spot) => (Name[0], spot) switch
    {
        ('g', false) => Quotas.AcceleratedOnDemand,
        ('g', true) => Quotas.AcceleratedSpot,
        (_, false) => Quotas.StandardOnDemand,
        (_, true) => Quotas.StandardSpot,
    };
}
