using Microsoft.Extensions.DependencyInjection;

namespace ShipAgent.Docker;

internal static class DockerSetup
{
    /// <summary>The engine at this unix socket.</summary>
    public static IServiceCollection AddDocker(this IServiceCollection services, string socketPath) => services
        .AddSingleton(provider => new DockerEngine(socketPath, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<ContainerCalls>().AddSingleton<ImageCalls>().AddSingleton<ArchiveCalls>().AddSingleton<ExecCalls>().AddSingleton<NetworkCalls>().AddSingleton<EngineEvents>();
}
