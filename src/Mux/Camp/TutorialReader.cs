using System.Collections.Immutable;
using Mux.Images;

namespace Mux.Camp;

/// <summary>Reads one entry of <c>tutorials</c>.</summary>
internal static class TutorialReader
{
    private const long MinMemory = 128L << 20;

    public static TutorialDefinition Read(YamlSection section, ImmutableArray<DatasetDefinition> datasets)
    {
        var name = CampReader.ReadName(section, "name", "first-steps");
        var image = section.Required("image", "registry.example.org/first-steps:1");
        var or = new TutorialDefinition(name, image);
        var tutorial = or with
        {
            Title = CampReader.ReadTitle(section, name),
            Memory = section.Measure("memory", or.Memory, Units.Size, Units.SizeExpected),
            CpuMillis = section.Measure("cpus", or.CpuMillis, Units.Cpus, Units.CpusExpected),
            Pids = section.Number("pids", or.Pids, 32, 32768),
            Datasets = [.. section.Texts("datasets")],
            Notebook = section.Text("notebook"),
            StartTimeout = section.Measure("start_timeout", or.StartTimeout, Units.Time, Units.TimeExpected),
        };
        Check(section, tutorial, datasets);
        section.Finish();
        return tutorial;
    }

    private static void Check(YamlSection section, TutorialDefinition tutorial, ImmutableArray<DatasetDefinition> datasets)
    {
        if (tutorial.Image.Length > 0 && ImageReference.TryParse(tutorial.Image) is null)
        {
            section.Refuse("image", $"'{tutorial.Image}' is not an image reference: write [registry/]name[:tag] or name@sha256:<64 hex digits>");
        }

        if (tutorial.Memory < MinMemory)
        {
            section.Refuse("memory", $"{tutorial.Memory} bytes cannot hold Jupyter and a kernel: give at least 128MiB");
        }

        if (tutorial.Notebook.StartsWith('/') || tutorial.Notebook.Split('/').Contains(".."))
        {
            section.Refuse("notebook", $"'{tutorial.Notebook}' must be a path inside the tutorial's content");
        }

        foreach (var missing in tutorial.Datasets.Where(name => !datasets.Any(dataset => dataset.Name == name)))
        {
            section.Refuse("datasets", $"there is no data set '{missing}': add it under the top-level key 'datasets', or take it out here");
        }
    }
}
