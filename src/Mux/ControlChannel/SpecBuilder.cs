using Contracts.Control;
using Mux.Camp;
using Mux.Fleet;
using Mux.Images;

namespace Mux.ControlChannel;

/// <summary>What an agent is told: everything that shall be on its ship.</summary>
internal sealed class SpecBuilder(CampDefinition camp)
{
    private const int MostPrefetched = 16;

    public MuxMessage For(Ship ship, FleetSnapshot snapshot)
    {
        var spec = new DesiredSpec
        {
            Generation = ship.Generation,
            ReportIntervalSeconds = (uint)Math.Max(1, camp.Fleet.ReportEvery.TotalSeconds),
            LastCopy = ship.Leaving is not null,
            CopyHomesSeconds = (uint)Math.Ceiling(camp.Fleet.CopyHomesEvery.TotalSeconds),
        };
        spec.Tutorials.AddRange(ship.Targets.Values.Select(target => camp.Tutorial(target.Tutorial) is { } tutorial ? For(ship, tutorial, target) : null).OfType<TutorialSpec>());
        spec.Prefetch.AddRange(ship.Prefetch.Values.Distinct().Take(MostPrefetched));
        spec.Retire.AddRange(ImageHistory.Retired(snapshot, camp.Rollout.KeepImages).Where(image => ship.Targets.Values.All(target => target.Image != image)));
        spec.Registries.AddRange(camp.Registries.Where(key => Needs(spec, key)).Select(Login).OfType<RegistryLogin>());
        return new MuxMessage { Spec = spec };
    }

    private static bool Needs(DesiredSpec spec, RegistryKey key) => spec.Tutorials.Select(tutorial => tutorial.Image).Concat(spec.Prefetch).Any(image => ImageReference.TryParse(image)?.Registry == key.Host);

    private static RegistryLogin? Login(RegistryKey key) => key.Read() is { } secret ? new RegistryLogin { Host = key.Host, User = secret.User, Password = secret.Password } : null;

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
