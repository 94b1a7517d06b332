using System.Net;
using System.Net.Sockets;
using Mux.Fleet;

namespace Mux.Camp;

/// <summary>Reads the sections that say how the fleet is run.</summary>
internal static class FleetReader
{
    private static readonly string[] Providers = ["local", "ec2"];

    // Loopback and link-local: see Fleet.AddressPolicy.
    private static readonly IPNetwork[] Unusable = [IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("224.0.0.0/3")];

    /// <param name="hasSessions">Then they say how many ships there shall be.</param>
    public static FleetDefinition ReadFleet(YamlSection section, bool hasSessions)
    {
        var or = FleetDefinition.For(section.Text("provider", "local"));
        var fleet = new FleetDefinition
        {
            Provider = or.Provider,
            MaxShips = section.Number("max_ships", or.MaxShips, 1, 4096),
            Ships = section.Number("ships", or.Ships, 0, 4096),
            OpenAt = section.Number("open_at", or.OpenAt, 0, 4096),
            Floor = section.Number("floor", or.Floor, 0, 4096),
            IdleAfter = section.Has("idle_after") ? section.Measure("idle_after", SessionPlanner.IdleAfterClosing, Units.Time, Units.TimeExpected) : null,
            Linger = section.Measure("linger", or.Linger, Units.Time, Units.TimeExpected),
            MaxBooting = section.Number("max_booting", or.MaxBooting, 1, 4096),
            BootTimeout = section.Measure("boot_timeout", or.BootTimeout, Units.Time, Units.TimeExpected),
            LostAfter = section.Measure("lost_after", or.LostAfter, Units.Time, Units.TimeExpected),
            ReportEvery = section.Measure("report_every", or.ReportEvery, Units.Time, Units.TimeExpected),
            CopyHomesEvery = section.Measure("copy_homes_every", or.CopyHomesEvery, TimeOrOff, $"off, or {Units.TimeExpected}"),
            LargestHome = section.Measure("largest_home", or.LargestHome, Units.Size, Units.SizeExpected),
        };
        if (!Providers.Contains(fleet.Provider))
        {
            section.Refuse("provider", $"'{fleet.Provider}' is not a provider: write {string.Join(" or ", Providers)}");
        }

        if (fleet.Ships > fleet.MaxShips)
        {
            section.Refuse("ships", $"{fleet.Ships} is more than max_ships, {fleet.MaxShips}");
        }

        if (fleet.OpenAt > fleet.Ships && !hasSessions)
        {
            section.Refuse("open_at", $"{fleet.OpenAt} is more than ships, {fleet.Ships}: the doors would never open");
        }

        if (fleet.Floor > fleet.MaxShips || fleet.OpenAt > fleet.MaxShips)
        {
            section.Refuse(fleet.Floor > fleet.MaxShips ? "floor" : "open_at", $"must not be more than max_ships, {fleet.MaxShips}");
        }

        if (fleet.IdleAfter is { } idle)
        {
            RefuseTooShort(section, "idle_after", idle, 60);
        }

        RefuseTooShort(section, "linger", fleet.Linger, 60);
        RefuseTooShort(section, "boot_timeout", fleet.BootTimeout, 10);
        RefuseTooShort(section, "lost_after", fleet.LostAfter, 5);
        RefuseTooShort(section, "report_every", fleet.ReportEvery, 1);
        if (fleet.CopyHomesEvery > TimeSpan.Zero)
        {
            RefuseTooShort(section, "copy_homes_every", fleet.CopyHomesEvery, 5);
        }

        section.Finish();
        return fleet;
    }

    public static RolloutDefinition ReadRollout(YamlSection section)
    {
        var or = new RolloutDefinition();
        var rollout = new RolloutDefinition
        {
            Canary = section.Number("canary", or.Canary, 0, 4096),
            Parallel = section.Number("parallel", or.Parallel, 1, 4096),
            MaxFailures = section.Number("max_failures", or.MaxFailures, 1, 4096),
            Wave = section.Number("wave", or.Wave, 1, 4096),
            WavePause = section.Measure("wave_pause", or.WavePause, Units.Time, Units.TimeExpected),
            PullParallel = section.Number("pull_parallel", or.PullParallel, 1, 4096),
            PullTimeout = section.Measure("pull_timeout", or.PullTimeout, Units.Time, Units.TimeExpected),
            PullFailureCounts = ReadPullFailure(section),
            KeepImages = section.Number("keep_images", or.KeepImages, 1, 20),
        };
        RefuseTooShort(section, "pull_timeout", rollout.PullTimeout, 5);
        section.Finish();
        return rollout;
    }

    private static bool ReadPullFailure(YamlSection section)
    {
        var word = section.Text("pull_failure", "skip");
        if (word is not ("skip" or "fail"))
        {
            section.Refuse("pull_failure", $"'{word}' must be skip (the ship keeps the image that it has) or fail (it counts towards max_failures)");
        }

        return word == "fail";
    }

    public static LocalDefinition ReadLocal(YamlSection section)
    {
        var or = new LocalDefinition();
        var subnet = section.Text("subnet", or.Subnet.ToString());
        if (!IPNetwork.TryParse(subnet, out var network) || network.PrefixLength is < 8 or > 24 || network.BaseAddress.AddressFamily != AddressFamily.InterNetwork)
        {
            section.Refuse("subnet", $"'{subnet}' must be an IPv4 network from /8 to /24, such as {or.Subnet}");
            network = or.Subnet;
        }

        if (Unusable.Any(other => other.Contains(network.BaseAddress) || network.Contains(other.BaseAddress)))
        {
            section.Refuse("subnet", $"'{subnet}' holds addresses that the mux never forwards to: take a private network, such as {or.Subnet}");
        }

        var agents = section.Text("agents", "managed");
        if (agents is not ("managed" or "external"))
        {
            section.Refuse("agents", $"'{agents}' must be managed or external");
        }

        section.Finish();
        return new LocalDefinition { Subnet = network, ManagedAgents = agents == "managed" };
    }

    private static TimeSpan? TimeOrOff(string text) => text == "off" ? TimeSpan.Zero : Units.Time(text);

    private static void RefuseTooShort(YamlSection section, string key, TimeSpan time, int seconds)
    {
        if (time < TimeSpan.FromSeconds(seconds))
        {
            section.Refuse(key, $"'{section.Text(key)}' is too short to work with: give at least {seconds}s");
        }
    }
}
