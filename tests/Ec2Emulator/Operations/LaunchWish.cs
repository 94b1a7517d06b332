using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Ec2Emulator.Cloud;

namespace Ec2Emulator.Operations;

/// <summary>What a RunInstances asks for, read from its parameters; the place may be given at the top or in a network interface.</summary>
internal sealed class LaunchWish(JsonObject parameters)
{
    private JsonObject? Interface => parameters.Children("NetworkInterfaces").FirstOrDefault();

    public JsonObject Parameters => parameters;

    public int Least => parameters.Number("MinCount")!.Value;

    public int Most => parameters.Number("MaxCount")!.Value;

    public string? ImageId => parameters.Text("ImageId");

    /// <summary>AWS's default when none is said.</summary>
    public string TypeName => parameters.Text("InstanceType") ?? "m1.small";

    public string? SubnetId => parameters.Text("SubnetId") ?? Interface?.Text("SubnetId");

    public string? Zone => parameters.Child("Placement")?.Text("AvailabilityZone");

    public IReadOnlyList<string> GroupIds => parameters.Texts("SecurityGroupIds") is { Count: > 0 } ids ? ids : Interface?.Texts("Groups") ?? [];

    public bool PlacedTwice => Interface is not null && (parameters.Text("SubnetId") is not null || parameters.Texts("SecurityGroupIds").Count > 0);

    public string? ClientToken => parameters.Text("ClientToken");

    public string? UserData => parameters.Text("UserData");

    public bool Spot => parameters.Child("InstanceMarketOptions")?.Text("MarketType") == "spot";

    public bool TerminatesOnPowerOff => Spot || parameters.Text("InstanceInitiatedShutdownBehavior") == "terminate";

    public string? Profile => parameters.Child("IamInstanceProfile") is { } profile ? profile.Text("Name") ?? profile.Text("Arn")?.Split('/')[^1] : null;

    public MetadataOptions Metadata
    {
        get
        {
            var options = parameters.Child("MetadataOptions") ?? [];
            return new MetadataOptions(options.Text("HttpEndpoint") != "disabled", options.Text("HttpTokens") == "required", options.Number("HttpPutResponseHopLimit") ?? 1, options.Text("InstanceMetadataTags") == "enabled");
        }
    }

    public Dictionary<string, string> TagsFor(string resource) => parameters.Children("TagSpecifications")
        .Where(specification => specification.Text("ResourceType") == resource)
        .SelectMany(specification => specification.Children("Tags"))
        .ToDictionary(tag => tag.Text("Key") ?? "", tag => tag.Text("Value") ?? "");

    /// <summary>The disks of each instance: the image's root, changed by what is asked for it, and those asked for besides.</summary>
    public IEnumerable<(string Device, int Gib, string Kind, bool Encrypted, bool GoesWithInstance)> Disks(MachineImage image)
    {
        var asked = parameters.Children("BlockDeviceMappings").Where(mapping => mapping.Child("Ebs") is not null).ToDictionary(mapping => mapping.Text("DeviceName") ?? "", mapping => mapping.Child("Ebs")!);
        asked.TryAdd("/dev/xvda", []);
        return asked.Select(disk => (disk.Key, disk.Value.Number("VolumeSize") ?? image.RootGib, disk.Value.Text("VolumeType") ?? "gp3", disk.Value.Flag("Encrypted") ?? false, disk.Value.Flag("DeleteOnTermination") ?? true));
    }

    /// <summary>Equal for requests that ask for the same.</summary>
    public string Fingerprint()
    {
        var asked = parameters.Where(parameter => parameter.Key is not ("ClientToken" or "DryRun")).OrderBy(parameter => parameter.Key, StringComparer.Ordinal);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', asked.Select(parameter => $"{parameter.Key}={parameter.Value?.ToJsonString()}")))));
    }
}
