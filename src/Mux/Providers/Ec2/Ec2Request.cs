using System.Text;
using Amazon.EC2;
using Amazon.EC2.Model;

namespace Mux.Providers.Ec2;

/// <summary>The request that makes a batch: a pure function of what is stored.</summary>
internal static class Ec2Request
{
    /// <param name="rootDevice">The image's own name for its root disk: under another name the disk would be a second one.</param>
    public static RunInstancesRequest Make(Ec2Parameters parameters, LaunchRequest launch, string rootDevice) => new()
    {
        ClientToken = launch.Batch.Id.Value,
        MinCount = 1, // as many as there is room for; the others go elsewhere
        MaxCount = launch.Batch.Ships.Length,
        ImageId = parameters.Image,
        InstanceType = parameters.Type,
        SubnetId = parameters.Subnet,
        SecurityGroupIds = [.. parameters.SecurityGroups],
        UserData = Convert.ToBase64String(Encoding.UTF8.GetBytes(Ec2UserData.Compose(parameters.Boot with { EnrollmentToken = launch.EnrollmentToken }))),
        InstanceInitiatedShutdownBehavior = ShutdownBehavior.Terminate,
        // Said in full: an image may bring weaker defaults. No instance profile: a ship has nothing to ask AWS for.
        MetadataOptions = new InstanceMetadataOptionsRequest { HttpEndpoint = InstanceMetadataEndpointState.Enabled, HttpTokens = HttpTokensState.Required, HttpPutResponseHopLimit = 1 },
        BlockDeviceMappings = [new BlockDeviceMapping { DeviceName = rootDevice, Ebs = new EbsBlockDevice { VolumeSize = parameters.VolumeGib, VolumeType = VolumeType.Gp3, DeleteOnTermination = true, Encrypted = true } }],
        InstanceMarketOptions = parameters.Spot
            ? new InstanceMarketOptionsRequest
            {
                MarketType = MarketType.Spot,
                SpotOptions = new SpotMarketOptions { SpotInstanceType = SpotInstanceType.OneTime, InstanceInterruptionBehavior = InstanceInterruptionBehavior.Terminate },
            }
            : null,
        // In the launch itself: a machine that was made and then lost sight of can still be found.
        TagSpecifications = [.. new[] { ResourceType.Instance, ResourceType.Volume }.Select(kind => new TagSpecification { ResourceType = kind, Tags = Ec2Tags.OfLaunch(parameters.Boot.Camp, launch.Batch.Id.Value, parameters.Fleet) })],
    };
}
