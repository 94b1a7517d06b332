using Mux.Camp;
using Mux.Providers.Ec2;

namespace Mux.Preflight.Ec2;

/// <summary>What a ship starts from.</summary>
internal static class ImageChecks
{
    public static PreflightCheck Image(Ec2Facts facts, Ec2Definition ec2) => facts.Image switch
    {
        { Trouble: { } trouble } => Ec2Checks.Unanswered("image", ec2.Image, trouble, $"ec2.image: '{ec2.Image}' must exist in {ec2.Region} and be shared with this account."),
        { Value.State.Value: not "available" and var state } => Ec2Checks.Wrong("image", $"{ec2.Image}, available", state ?? "in no state", "ec2.image: wait until it is available, or name another.", "InvalidAMIID.Unavailable"),
        var image => PreflightCheck.Ok("image", ec2.Image, image.Value!.Name ?? "there"),
    };

    public static PreflightCheck Volume(Ec2Facts facts, Ec2Definition ec2)
    {
        var wanted = $"{ec2.VolumeGib} GiB for the root disk";
        var least = facts.Image.Value?.BlockDeviceMappings?.Find(mapping => mapping.DeviceName == facts.Image.Value.RootDeviceName)?.Ebs?.VolumeSize;
        return facts.Image.Value is null ? PreflightCheck.Unknown("volume", wanted, "The image is not known.")
            : least > ec2.VolumeGib ? Ec2Checks.Wrong("volume", wanted, $"the image needs {least} GiB", $"ec2.volume: write at least {least}GiB.", "InvalidBlockDeviceMapping")
            : PreflightCheck.Ok("volume", wanted, $"the image needs {least ?? 0} GiB");
    }

    public static PreflightCheck UserData(Ec2Facts facts)
    {
        var wanted = $"at most {Ec2UserData.LargestSize} bytes, complete";
        return facts.BootFaults.Count == 0
            ? PreflightCheck.Ok("user data", wanted, "so it is")
            : Ec2Checks.Wrong("user data", wanted, string.Join("; ", facts.BootFaults), "Mend what is named.", "InvalidParameterValue");
    }
}
