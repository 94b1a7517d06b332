using Contracts.Control;
using ShipAgent.Docker;

namespace ShipAgent.Containers;

/// <summary>Whether a tutorial's spec can be run at all: every fault, each naming the field.</summary>
internal static class SpecCheck
{
    private const ulong LeastMemory = 32UL << 20;
    private const int MaxDatasets = 32;

    public static IEnumerable<string> Faults(TutorialSpec spec, bool localImage)
    {
        if (!Names.IsLabel(spec.Name))
            yield return "name must be 1 to 63 characters of a-z, 0-9 and -";
        if (!localImage && ImageReference.Parse(spec.Image) is null)
            yield return "image must be repository@sha256:… with 64 hexadecimal digits";
        if (spec.MemoryBytes < LeastMemory || spec.MemoryBytes > long.MaxValue)
            yield return "memory_bytes must be at least 32 MiB";
        if (spec.CpuMillis is 0 or > 1_000_000)
            yield return "cpu_millis must be 1 to 1000000";
        if (spec.Pids is < 16 or > 1_000_000)
            yield return "pids must be 16 to 1000000";
        if (spec.Secret.Length is < 16 or > 256 || spec.Secret.Any(letter => letter is <= ' ' or >= '~'))
            yield return "secret must be 16 to 256 printable characters";
        if (!Names.IsResource(spec.HomeVolume))
            yield return "home_volume must be the name of a Docker volume";
        if (spec.Notebook.Length > 512 || spec.Notebook.StartsWith('/') || spec.Notebook.Split('/').Contains(".."))
            yield return "notebook must be a path relative to the home";
        foreach (var fault in DatasetFaults(spec))
            yield return fault;
    }

    private static IEnumerable<string> DatasetFaults(TutorialSpec spec)
    {
        if (spec.Datasets.Count > MaxDatasets)
            yield return $"datasets must be at most {MaxDatasets}";
        foreach (var dataset in spec.Datasets)
        {
            if (!Names.IsResource(dataset.Name))
                yield return "datasets: a name must be of letters, digits, _ . and -";
            if (!Names.IsDataFolder(dataset.Source))
                yield return "datasets: a source must be an absolute folder outside the system's own";
        }
        if (spec.Datasets.DistinctBy(dataset => dataset.Name).Count() != spec.Datasets.Count)
            yield return "datasets: two have the same name";
    }
}
