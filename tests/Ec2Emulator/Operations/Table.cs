using Ec2Emulator.Wire;

namespace Ec2Emulator.Operations;

/// <summary>Every operation of EC2 that the emulator knows.</summary>
internal static class Table
{
    private static readonly Dictionary<string, Func<Call, Outcome>> All = new()
    {
        ["RunInstances"] = RunInstances.Answer,
        ["TerminateInstances"] = ChangeStates.Terminate,
        ["StopInstances"] = ChangeStates.Stop,
        ["StartInstances"] = ChangeStates.Start,
        ["DescribeInstances"] = DescribeInstances.Answer,
        ["DescribeInstanceStatus"] = DescribeInstanceStatus.Answer,
        ["CreateTags"] = Tags.Create,
        ["DeleteTags"] = Tags.Delete,
        ["DescribeTags"] = Tags.Describe,
        ["DescribeVolumes"] = Volumes.Describe,
        ["DeleteVolume"] = Volumes.Delete,
        ["DescribeImages"] = DescribeImages.Answer,
        ["DescribeInstanceTypes"] = DescribeTypes.Types,
        ["DescribeInstanceTypeOfferings"] = DescribeTypes.Offerings,
        ["DescribeSpotPriceHistory"] = DescribeTypes.SpotPrices,
        ["DescribeSubnets"] = DescribeNetwork.Subnets,
        ["DescribeSecurityGroups"] = DescribeNetwork.Groups,
        ["DescribeVpcs"] = DescribeNetwork.Vpcs,
        ["DescribeAvailabilityZones"] = DescribeNetwork.Zones,
        ["DescribeRegions"] = DescribeNetwork.Regions,
        ["GetConsoleOutput"] = GetConsoleOutput.Answer,
    };

    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>A permitted call with DryRun that changes nothing ends here; those that change something end themselves, after their checks.</summary>
    public static Outcome Run(string operation, Call call)
    {
        var outcome = All[operation](call);
        return outcome.Error is null && call.DryRun ? ApiError.DryRun : outcome;
    }
}
