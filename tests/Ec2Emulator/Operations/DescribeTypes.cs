using System.Globalization;
using System.Text.Json.Nodes;
using Ec2Emulator.Cloud;
using Ec2Emulator.Wire;

namespace Ec2Emulator.Operations;

/// <summary>DescribeInstanceTypes, DescribeInstanceTypeOfferings and DescribeSpotPriceHistory.</summary>
internal static class DescribeTypes
{
    private const decimal SpotShare = 0.3m;

    private static readonly Filters<InstanceType> Known = new()
    {
        ["instance-type"] = type => [type.Name],
        ["processor-info.supported-architecture"] = type => [type.Architecture],
        ["vcpu-info.default-vcpus"] = type => [type.Vcpus.ToString(CultureInfo.InvariantCulture)],
        ["current-generation"] = _ => ["true"],
    };

    private static readonly Filters<(string Type, string Place)> KnownOfferings = new()
    {
        ["instance-type"] = offering => [offering.Type],
        ["location"] = offering => [offering.Place],
    };

    private static readonly Filters<(InstanceType Type, string Zone)> KnownPrices = new()
    {
        ["instance-type"] = price => [price.Type.Name],
        ["availability-zone"] = price => [price.Zone],
        ["product-description"] = _ => ["Linux/UNIX"],
    };

    public static Outcome Types(Call call)
    {
        var names = call.Parameters.Texts("InstanceTypes");
        var unknown = names.Where(name => call.Region.Types.All(type => type.Name != name)).ToList();
        if (unknown.Count > 0)
        {
            return ApiError.Of("InvalidInstanceType", $"The following supplied instance types do not exist: [{string.Join(", ", unknown)}]");
        }

        var chosen = call.Region.Types.Where(type => names.Count == 0 || names.Contains(type.Name)).OrderBy(type => type.Name, StringComparer.Ordinal);
        var (found, error) = Known.Apply(call, chosen);
        var (page, next, pageError) = found.Paged(call, type => type.Name);
        return (error ?? pageError) is { } refusal ? refusal : new JsonObject { ["InstanceTypes"] = page.List(View), ["NextToken"] = next };
    }

    public static Outcome Offerings(Call call)
    {
        var location = call.Parameters.Text("LocationType") ?? "region";
        var places = location == "availability-zone" ? call.Region.Zones : [call.Region.Name];
        var offered = call.Region.Types.SelectMany(type => places.Where(place => place == call.Region.Name || call.Region.Offers(type.Name, place)).Select(place => (type.Name, place)));
        var (found, error) = KnownOfferings.Apply(call, offered.OrderBy(Key, StringComparer.Ordinal));
        var (page, next, pageError) = found.Paged(call, Key);
        return (error ?? pageError) is { } refusal ? refusal : new JsonObject
        {
            ["InstanceTypeOfferings"] = page.List(offering => new JsonObject { ["InstanceType"] = offering.Type, ["LocationType"] = location, ["Location"] = offering.Place }),
            ["NextToken"] = next,
        };
    }

    public static Outcome SpotPrices(Call call)
    {
        var names = call.Parameters.Texts("InstanceTypes");
        var prices = call.Region.Types.Where(type => names.Count == 0 || names.Contains(type.Name))
            .SelectMany(type => call.Region.Zones.Where(zone => call.Region.Offers(type.Name, zone)).Select(zone => (type, zone)));
        var (found, error) = KnownPrices.Apply(call, prices);
        return error is { } refusal ? refusal : new JsonObject
        {
            ["SpotPriceHistory"] = found.List(price => new JsonObject
            {
                ["InstanceType"] = price.Type.Name,
                ["AvailabilityZone"] = price.Zone,
                ["ProductDescription"] = "Linux/UNIX",
                ["SpotPrice"] = (price.Type.Price * SpotShare).ToString("F6", CultureInfo.InvariantCulture),
                ["Timestamp"] = ScalarText.Time(call.Now),
            }),
            ["NextToken"] = "",
        };
    }

    private static string Key((string Type, string Place) offering) => $"{offering.Type}/{offering.Place}";

    private static JsonObject View(InstanceType type) => new()
    {
        ["InstanceType"] = type.Name,
        ["CurrentGeneration"] = true,
        ["BareMetal"] = false,
        ["Hypervisor"] = "nitro",
        ["SupportedUsageClasses"] = new JsonArray("on-demand", "spot"),
        ["SupportedRootDeviceTypes"] = new JsonArray("ebs"),
        ["SupportedVirtualizationTypes"] = new JsonArray("hvm"),
        ["ProcessorInfo"] = new JsonObject { ["SupportedArchitectures"] = new JsonArray(type.Architecture) },
        ["VCpuInfo"] = new JsonObject { ["DefaultVCpus"] = type.Vcpus, ["DefaultCores"] = type.Vcpus / 2, ["DefaultThreadsPerCore"] = 2 },
        ["MemoryInfo"] = new JsonObject { ["SizeInMiB"] = type.MemoryMib },
        ["InstanceStorageSupported"] = false,
        ["NetworkInfo"] = new JsonObject { ["MaximumNetworkInterfaces"] = 3, ["Ipv4AddressesPerInterface"] = 10, ["EnaSupport"] = "required" },
    };
}
