namespace Ec2Emulator.Cloud;

/// <summary>An account's limits, by the codes of AWS's Service Quotas.</summary>
internal static class Quotas
{
    public const string StandardOnDemand = "L-1216C47A";
    public const string StandardSpot = "L-34B43A08";
    public const string AcceleratedOnDemand = "L-DB2E81BA";
    public const string AcceleratedSpot = "L-3819A6DF";
    public const string Gp3Storage = "L-7A658B76";
    public const string Gp2Storage = "L-D18FCD1D";
    public const string Snapshots = "L-309BACF6";

    /// <summary>Every quota with the service that it belongs to, its name, and a value as a grown account has it. Storage is in TiB, as AWS counts it.</summary>
    public static IReadOnlyDictionary<string, Quota> All { get; } = new Quota[]
    {
        new(StandardOnDemand, "ec2", "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", 2000),
        new(StandardSpot, "ec2", "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests", 2000),
        new(AcceleratedOnDemand, "ec2", "Running On-Demand G and VT instances", 64),
        new(AcceleratedSpot, "ec2", "All G and VT Spot Instance Requests", 64),
        new(Gp3Storage, "ebs", "Storage for General Purpose SSD (gp3) volumes, in TiB", 50),
        new(Gp2Storage, "ebs", "Storage for General Purpose SSD (gp2) volumes, in TiB", 50),
        new(Snapshots, "ebs", "Snapshots per Region", 100_000),
    }.ToDictionary(quota => quota.Code);
}

internal sealed record Quota(string Code, string Service, string Name, double Value);
