using Contracts.Control;
using ShipAgent.Docker;

namespace ShipAgent.Containers;

/// <summary>A tutorial's spec as a container: what it may use, and all that it may not.</summary>
internal static class ContainerRecipe
{
    public const int JupyterPort = 8888;
    public const string TokenVariable = "JUPYTER_TOKEN";
    public const string TutorialVariable = "CAMP_TUTORIAL";
    public const string Home = "/home/camp";
    public const int UserId = 1000;

    public static string BasePath(string tutorial) => $"/camp/{tutorial}/";

    public static ContainerRequest Build(WantedTutorial wanted, ShipIdentity ship, long born) => new()
    {
        Image = wanted.Spec.Image,
        User = $"{UserId}:{UserId}",
        Env =
        [
            $"{TokenVariable}={wanted.Spec.Secret}",
            $"{TutorialVariable}={wanted.Name}",
            // The agent delivers the image's content itself, at the switch.
            "CAMP_CONTENT=agent",
        ],
        Labels = new Dictionary<string, string>
        {
            [ShipIdentity.CampLabel] = ship.Camp,
            [ShipIdentity.ShipLabel] = ship.ShipId,
            [ShipIdentity.TutorialLabel] = wanted.Name,
            [ShipIdentity.SpecHashLabel] = wanted.Hash,
            [ShipIdentity.FrameHashLabel] = wanted.Frame,
            [ShipIdentity.BornLabel] = born.ToString(System.Globalization.CultureInfo.InvariantCulture),
        },
        HostConfig = Confine(wanted.Spec, ship),
    };

    /// <summary>A container of the wanted image that merges its content into the home and ends: 0 with the tool's report, 75 when the first notebook would be another.</summary>
    public static ContainerRequest BuildDelivery(WantedTutorial wanted, ShipIdentity ship, string firstNotebook) => new()
    {
        Image = wanted.Spec.Image,
        User = "1000:1000",
        Entrypoint = ["/bin/sh", "-c", """test "$(camp-content first)" = "$CAMP_FIRST" || exit 75; exec camp-content apply"""],
        Env = [$"CAMP_FIRST={firstNotebook}"],
        Labels = new Dictionary<string, string> { [ShipIdentity.CampLabel] = ship.Camp, [ShipIdentity.DeliveryLabel] = ship.ShipId },
        HostConfig = Confine(wanted.Spec, ship) with { NetworkMode = "none" },
    };

    private static HostConfig Confine(TutorialSpec spec, ShipIdentity ship) => new()
    {
        Init = true,
        ReadonlyRootfs = true,
        Tmpfs = new Dictionary<string, string> { ["/tmp"] = "rw,nosuid,nodev" },
        CapDrop = ["ALL"],
        SecurityOpt = ["no-new-privileges"],
        Memory = (long)spec.MemoryBytes,
        // The same as memory: no swap on top.
        MemorySwap = (long)spec.MemoryBytes,
        NanoCpus = spec.CpuMillis * 1_000_000L,
        PidsLimit = spec.Pids,
        Mounts = [HomeMount(spec, ship), .. spec.Datasets.Select(data => new Mount("bind", data.Source, $"/data/{data.Name}", ReadOnly: true))],
        LogConfig = new LogConfig("json-file", new Dictionary<string, string> { ["max-size"] = "5m", ["max-file"] = "2" }),
        // The agent is the supervisor: it knows when a start has failed, and the engine would hide that.
        RestartPolicy = new RestartPolicy("no"),
    };

    private static Mount HomeMount(TutorialSpec spec, ShipIdentity ship) =>
        new("volume", spec.HomeVolume, Home, ReadOnly: false,
            new VolumeOptions(new Dictionary<string, string> { [ShipIdentity.CampLabel] = ship.Camp }));

    /// <summary>The volume that a running container has as its home.</summary>
    public static string HomeOf(ContainerDetails container) =>
        container.Mounts?.FirstOrDefault(mount => mount.Destination == Home)?.Name ?? "";
}
