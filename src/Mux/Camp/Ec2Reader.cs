using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Mux.Camp;

/// <summary>Reads the section <c>ec2</c>. What only AWS can know (does the subnet exist?) is not asked here.</summary>
internal static partial class Ec2Reader
{
    private const long Gib = 1L << 30;

    public static Ec2Definition Read(YamlSection section)
    {
        var or = new Ec2Definition("", "", []);
        var placements = ReadPlacements(section);
        var ec2 = or with
        {
            Region = Matching(section, "region", section.Required("region", "eu-central-1"), Region(), "eu-central-1"),
            Image = Matching(section, "image", section.Required("image", "ami-0123456789abcdef0"), ImageId(), "ami-0123456789abcdef0"),
            Placements = placements,
            Endpoint = ReadUrl(section, "endpoint"),
            SecurityGroups = ReadGroups(section),
            VolumeGib = ReadVolume(section, or.VolumeGib),
            Spot = section.Measure("spot", or.Spot, Units.Truth, Units.TruthExpected),
            DeadMan = section.Measure("dead_man", or.DeadMan, Units.Time, Units.TimeExpected),
            Prices = section.Section("prices") is { } prices ? ReadPrices(prices, placements) : or.Prices,
            RegistryMirror = ReadUrl(section, "registry_mirror"),
            InsecureRegistries = ReadRegistries(section),
            SweepCap = section.Number("sweep_cap", or.SweepCap, 1, 1000),
            MaxBatch = section.Number("max_batch", or.MaxBatch, 1, Ec2Definition.LargestBatch),
        };
        if (ec2.DeadMan < TimeSpan.FromMinutes(1))
        {
            section.Refuse("dead_man", $"'{section.Text("dead_man")}' would end ships at every restart of the mux: give at least 1m");
        }

        section.Finish();
        return ec2;
    }

    private static ImmutableArray<Ec2Placement> ReadPlacements(YamlSection section)
    {
        var entries = section.Sections("placements");
        if (entries.Count == 0)
        {
            section.Refuse("placements", "is missing or empty: write where ships may be made, as in 'placements: [{subnet: subnet-0123456789abcdef0, type: t3.large}]'");
        }

        return [.. entries.Select(ReadPlacement)];
    }

    private static Ec2Placement ReadPlacement(YamlSection section)
    {
        var subnet = Matching(section, "subnet", section.Required("subnet", "subnet-0123456789abcdef0"), SubnetId(), "subnet-0123456789abcdef0");
        var type = Matching(section, "type", section.Required("type", "t3.large"), Type(), "t3.large");
        section.Finish();
        return new Ec2Placement(subnet, type);
    }

    private static ImmutableArray<string> ReadGroups(YamlSection section)
    {
        var groups = section.Texts("security_groups");
        if (groups.Count == 0)
        {
            section.Refuse("security_groups", "is missing or empty: without one AWS takes the VPC's default group, which lets ships reach each other; write 'security_groups: [sg-0123456789abcdef0]'");
        }

        return [.. groups.Select(group => Matching(section, "security_groups", group, GroupId(), "sg-0123456789abcdef0"))];
    }

    private static int ReadVolume(YamlSection section, int fallback)
    {
        var bytes = section.Measure("volume", fallback * Gib, Units.Size, Units.SizeExpected);
        if (bytes is < 8 * Gib or > 16_384 * Gib)
        {
            section.Refuse("volume", $"'{section.Text("volume")}' must be from 8GiB to 16384GiB");
        }

        return (int)((bytes + Gib - 1) / Gib);
    }

    private static Ec2Prices ReadPrices(YamlSection section, ImmutableArray<Ec2Placement> placements)
    {
        var prices = new Ec2Prices
        {
            Hourly = placements.Select(placement => placement.Type).Where(type => type.Length > 0).Distinct().Where(section.Has)
                .ToImmutableSortedDictionary(type => type, type => section.Measure(type, 0m, Dollars, "dollars per hour, such as 0.0832")),
            VolumeGibMonth = section.Measure("volume_gb_month", 0m, Dollars, "dollars per GB and month, such as 0.088"),
        };
        section.Finish();
        return prices;
    }

    private static ImmutableArray<string> ReadRegistries(YamlSection section)
    {
        var registries = section.Texts("insecure_registries");
        foreach (var registry in registries.Where(registry => !HostAndPort().IsMatch(registry)))
        {
            section.Refuse("insecure_registries", $"'{registry}' must be host or host:port, such as 10.0.0.5:5000");
        }

        return [.. registries];
    }

    private static Uri? ReadUrl(YamlSection section, string key)
    {
        var text = section.Text(key);
        if (text.Length == 0)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0 && url.Query.Length == 0)
        {
            return url;
        }

        section.Refuse(key, $"'{text}' must be an http(s) address without a user, such as https://10.0.0.5:5000");
        return null;
    }

    private static string Matching(YamlSection section, string key, string text, Regex grammar, string example)
    {
        if (text.Length > 0 && !grammar.IsMatch(text))
        {
            section.Refuse(key, $"'{text}' is not what AWS calls such a thing: write for example {example}");
        }

        return text;
    }

    private static decimal? Dollars(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars) && dollars < 1000 ? dollars : null;

    [GeneratedRegex(@"\A[a-z]{2,4}(-[a-z]+){1,3}-[0-9]{1,2}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex Region();

    [GeneratedRegex(@"\Aami-[0-9a-z]{1,32}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex ImageId();

    [GeneratedRegex(@"\Asg-[0-9a-z]{1,32}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex GroupId();

    [GeneratedRegex(@"\Asubnet-[0-9a-z]{1,32}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex SubnetId();

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,31}\.[a-z0-9-]{1,31}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex Type();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9.-]{0,252}(:[0-9]{1,5})?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex HostAndPort();
}
