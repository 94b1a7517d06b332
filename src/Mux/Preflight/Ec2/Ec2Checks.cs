using System.Collections.Immutable;
using Mux.Camp;

namespace Mux.Preflight.Ec2;

/// <summary>Holds what AWS said against what the fleet wants: pure.</summary>
internal static class Ec2Checks
{
    public static ImmutableArray<PreflightCheck> Of(Ec2Facts facts, Ec2Definition ec2, int ships) =>
    [
        ImageChecks.Image(facts, ec2),
        ImageChecks.Volume(facts, ec2),
        PlacementChecks.Types(facts, ec2),
        PlacementChecks.Architecture(facts, ec2),
        PlacementChecks.Subnets(facts, ec2),
        PlacementChecks.Offers(facts, ec2),
        PlacementChecks.Groups(facts, ec2),
        ImageChecks.UserData(facts),
        .. PermissionChecks.All(facts),
        RoomChecks.Addresses(facts, ec2, ships),
        RoomChecks.Vcpus(facts, ec2, ships),
        RoomChecks.Storage(facts, ec2, ships),
        RoomChecks.Price(ec2, ships),
    ];

    /// <summary>For a question that AWS did not answer. A no that will stay a no, but not for want of a permission to ask, forbids launching.</summary>
    public static PreflightCheck Unanswered(string name, string wanted, AwsTrouble trouble, string fix) => trouble switch
    {
        { IsDenied: true } => PreflightCheck.Unknown(name, wanted, "The mux's credentials may not ask: compare their policy with ops/ec2/mux-policy.json.", trouble.Code),
        { IsFinal: true } => new PreflightCheck(name, Verdict.Short, wanted, trouble.Words) { Fix = fix, Code = trouble.Code, ForbidsLaunches = true },
        _ => PreflightCheck.Unknown(name, wanted, $"{trouble.Words}: run it again.", trouble.Code),
    };

    /// <summary>For something that is wrong in a way that every launch would meet.</summary>
    public static PreflightCheck Wrong(string name, string wanted, string there, string fix, string code) =>
        new(name, Verdict.Short, wanted, there) { Fix = fix, Code = code, ForbidsLaunches = true };
}
