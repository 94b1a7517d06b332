using Microsoft.Extensions.DependencyInjection;

namespace ShipAgent.Containers;

internal static class ContainersSetup
{
    /// <summary>What brings one container up.</summary>
    public static IServiceCollection AddLaunching(this IServiceCollection services, ShipIdentity ship, Func<IServiceProvider, IPlacement> placement) => services.AddLogging()
        .AddSingleton(ship).AddSingleton(placement)
        .AddSingleton<RegistryLogins>().AddSingleton<ImageFetcher>().AddSingleton<ContentMarks>().AddSingleton<ContentSwitch>().AddSingleton<ContainerStarter>().AddSingleton<Postmortem>().AddSingleton<BringUp>().AddSingleton<TutorialLauncher>();

    /// <summary>What keeps all containers as the spec wants them.</summary>
    public static IServiceCollection AddReconciling(this IServiceCollection services) => services
        .AddSingleton<TutorialRepairer>().AddSingleton<SlotWorker>().AddSingleton<Supervisor>()
        .AddSingleton<SpecStore>().AddSingleton<ImageShelf>().AddSingleton<ShipBoard>().AddSingleton<Reconciler>()
        .AddHostedService<ReconcileLoop>().AddHostedService<EventLoop>();
}
