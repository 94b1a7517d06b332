using System.Globalization;
using Mux.Camp;

namespace Mux.Preflight.Ec2;

/// <summary>Whether there is room for all ships, and what they cost. The first placement counts: it takes the whole fleet while it has room.</summary>
internal static class RoomChecks
{
    private const int GibPerTib = 1024;

    public static PreflightCheck Addresses(Ec2Facts facts, Ec2Definition ec2, int ships)
    {
        var wanted = $"{ships} addresses";
        if (facts.Subnets.Value is not { } subnets)
        {
            return PreflightCheck.Unknown("subnet addresses", wanted, "The subnets are not known.");
        }

        // The camp's own machines hold theirs already.
        var free = subnets.Sum(subnet => subnet.AvailableIpAddressCount ?? 0) + (facts.Usage.Value?.Own.Length ?? 0);
        return Compare("subnet addresses", ships, free, wanted, $"{free} in {subnets.Count} subnets", "InsufficientFreeAddressesInSubnet", $"ec2.placements: add larger or more subnets, or set fleet.max_ships to at most {free}.");
    }

    public static PreflightCheck Vcpus(Ec2Facts facts, Ec2Definition ec2, int ships)
    {
        var type = ec2.Placements[0].Type;
        var name = ec2.Spot ? "vCPU quota, spot" : "vCPU quota, on demand";
        var each = facts.Types.Value?.Find(one => one.InstanceType.Value == type)?.VCpuInfo?.DefaultVCpus ?? 0;
        if (QuotaCodes.OfType(type, ec2.Spot) is not { } code)
        {
            return PreflightCheck.Unknown(name, $"vCPUs of {ships} {type}", $"The quota of {type} is not one that the mux knows: look for its family in the console under Service Quotas.");
        }

        if (each == 0 || facts.Usage.Value is not { } usage || facts.Quotas.GetValueOrDefault(code)?.Value is not { } quota)
        {
            return Unasked(name, $"vCPUs of {ships} {type} ({code})", facts.Types.Trouble ?? facts.Usage.Trouble ?? facts.Quotas.GetValueOrDefault(code)?.Trouble);
        }

        var others = usage.OtherVcpus.GetValueOrDefault(code);
        var fit = Math.Max(0, (int)(quota.Value - others) / each);
        return Compare(
            name, ((long)ships * each) + others, quota.Value, $"{((long)ships * each) + others} vCPUs: {ships} x {each} of {type}{(others > 0 ? $", {others} in use beside the camp" : "")}", $"{Number(quota.Value)} ({code})",
            ec2.Spot ? "MaxSpotInstanceCountExceeded" : "VcpuLimitExceeded", $"Ask for more under Service Quotas, {code}; it can take days. As it is, {fit} ships fit: fleet.max_ships.");
    }

    public static PreflightCheck Storage(Ec2Facts facts, Ec2Definition ec2, int ships)
    {
        const string Name = "gp3 storage quota";
        var each = (long)ec2.VolumeGib;
        if (facts.Usage.Value is not { } usage || facts.Quotas.GetValueOrDefault(QuotaCodes.Gp3Storage)?.Value is not { } quota)
        {
            return Unasked(Name, $"{ships * each} GiB", facts.Usage.Trouble ?? facts.Quotas.GetValueOrDefault(QuotaCodes.Gp3Storage)?.Trouble);
        }

        var (needed, there) = ((ships * each) + usage.OtherStorageGib, quota.Value * GibPerTib);
        return Compare(
            Name, needed, there, $"{needed} GiB: {ships} x {each}{(usage.OtherStorageGib > 0 ? $", {usage.OtherStorageGib} in use beside the camp" : "")}", $"{Number(there)} GiB ({QuotaCodes.Gp3Storage})",
            "VolumeLimitExceeded", $"Ask for more under Service Quotas, {QuotaCodes.Gp3Storage}. As it is, {Math.Max(0, (long)(there - usage.OtherStorageGib) / each)} ships fit: fleet.max_ships, or a smaller ec2.volume.");
    }

    /// <summary>Never short: what is dear is the organizer's to say.</summary>
    public static PreflightCheck Price(Ec2Definition ec2, int ships)
    {
        var type = ec2.Placements[0].Type;
        var wanted = $"dollars per hour for {ships} ships";
        return ec2.Prices.Hourly.TryGetValue(type, out var hourly)
            ? PreflightCheck.Ok("price", wanted, string.Create(CultureInfo.InvariantCulture, $"${ships * (hourly + (ec2.VolumeGib * ec2.Prices.VolumeGibMonth / Ec2Prices.HoursOfMonth)):0.00}"))
            : PreflightCheck.Unknown("price", wanted, $"ec2.prices: write what an hour of {type} costs, as in 'prices: {{ {type}: 0.0832 }}'.");
    }

    private static PreflightCheck Compare(string name, double needed, double there, string wanted, string has, string code, string fix) =>
        needed <= there ? PreflightCheck.Ok(name, wanted, has) : new PreflightCheck(name, Verdict.Short, wanted, has) { Code = code, Fix = fix };

    private static PreflightCheck Unasked(string name, string wanted, AwsTrouble? trouble) => trouble is null
        ? PreflightCheck.Unknown(name, wanted, "The type is not known.")
        : Ec2Checks.Unanswered(name, wanted, trouble with { IsFinal = false }, "");

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
