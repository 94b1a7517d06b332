using Contracts.Control;
using Mux.Camp;
using Mux.Fleet;

namespace Mux.ControlChannel;

/// <summary>What an agent is told: everything that shall be on its ship.</summary>
internal sealed class SpecBuilder(CampDefinition camp)
{
    private const int MostPrefetched = 16;

    public MuxMessage For(Ship ship, FleetSnapshot snapshot)
    {
        var spec = new DesiredSpec { Generation = ship.Generation, ReportIntervalSeconds = (uint)Math.Max(1, camp.Fleet.ReportEvery.TotalSeconds) };
        spec.Tutorials.AddRange(ship.Targets.Values.Select(target => camp.Tutorial(target.Tutorial) is { } tutorial ? For(ship, tutorial, target) : null).OfType<TutorialSpec>());
        spec.Prefetch.AddRange(ship.Prefetch.Values.Distinct().Take(MostPrefetched));
        spec.Retire.AddRange(ImageHistory.Retired(snapshot, camp.Rollout.KeepImages).Where(image => ship.Targets.Values.All(target => target.Image != image)));
        return new MuxMessage { Spec = spec };
    }

    private TutorialSpec For(Ship ship, TutorialDefinition tutorial, TutorialTarget target)
    {
        var spec = new TutorialSpec
        {
            Name = tutorial.Name,
            Image = target.Image,
            MemoryBytes = (ulong)tutorial.Memory,
            CpuMillis = (uint)tutorial.CpuMillis,
            Pids = (uint)tutorial.Pids,
            Secret = ship.Secret,
            HomeVolume = ship.Home.VolumeOf(camp.Name, tutorial.Name),
            Notebook = tutorial.Notebook,
            StartTimeoutSeconds = (uint)tutorial.StartTimeout.TotalSeconds,
        };
        spec.Datasets.AddRange(camp.Datasets.Where(dataset => tutorial.Datasets.Contains(dataset.Name)).Select(dataset => new DatasetMount { Name = dataset.Name, Source = dataset.Path }));
        return spec;
    }
}
