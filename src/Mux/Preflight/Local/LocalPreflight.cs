using System.Collections.Immutable;
using Mux.Camp;
using Mux.Providers.Local;

namespace Mux.Preflight.Local;

/// <summary>Whether this machine has room for all ships: Docker, addresses, memory, disk.</summary>
internal sealed class LocalPreflight(CampDefinition camp, MuxSettings settings, DockerNetwork docker, ShipFolders folders) : IPreflight
{
    /// <summary>What an attendee's containers and home write, beside the images that all ships share.</summary>
    private const long DiskPerShip = 512L << 20;

    // It costs nothing to try, and Docker may come back at any time.
    public bool HoldsLaunches => false;

    public async Task<ImmutableArray<PreflightCheck>> CheckAsync(int ships, CancellationToken cancellationToken) =>
    [
        Engine(camp.Local.ManagedAgents ? await docker.TroubleAsync(cancellationToken) : null),
        Addresses(ships),
        Memory(ships, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes),
        Disk(ships, new DriveInfo(settings.DataFolder).AvailableFreeSpace),
    ];

    private static PreflightCheck Engine(string? trouble) => trouble is null
        ? PreflightCheck.Ok("docker", "an engine with the camp's network", "there")
        : new PreflightCheck("docker", Verdict.Short, "an engine with the camp's network", "not there") { Fix = trouble };

    private PreflightCheck Addresses(int ships) => Enough("address blocks", ships, folders.Blocks, $"Set local.subnet to a larger network than {folders.Subnet}, or fleet.max_ships to at most {folders.Blocks}.");

    // Limits, not use: all that the containers may take together.
    private PreflightCheck Memory(int ships, long there)
    {
        var each = camp.Tutorials.Sum(tutorial => tutorial.Memory);
        return Sized("memory", ships, each, there, "what the tutorials' limits allow");
    }

    private static PreflightCheck Disk(int ships, long there) => Sized("disk", ships, DiskPerShip, there, "what attendees write");

    private static PreflightCheck Enough(string name, int wanted, int there, string fix) => wanted <= there
        ? PreflightCheck.Ok(name, $"{wanted}", $"{there}")
        : new PreflightCheck(name, Verdict.Short, $"{wanted}", $"{there}") { Fix = fix };

    private static PreflightCheck Sized(string name, int ships, long each, long there, string what)
    {
        var (wanted, has) = ($"{Gib(ships * each)} GiB: {what} on {ships} ships", $"{Gib(there)} GiB");
        return ships * each <= there
            ? PreflightCheck.Ok(name, wanted, has)
            : new PreflightCheck(name, Verdict.Short, wanted, has) { Fix = $"Take a larger machine, or set fleet.max_ships to at most {there / each}." };
    }

    private static string Gib(long bytes) => (bytes / (double)(1 << 30)).ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);
}
