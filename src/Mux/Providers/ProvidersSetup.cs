using Mux.Camp;
using Mux.Providers.Ec2;
using Mux.Providers.Local;

namespace Mux.Providers;

internal static class ProvidersSetup
{
    /// <summary>Registers the provider that <c>camp.yaml</c> names; the reader has refused any other name.</summary>
    public static IServiceCollection AddProviders(this IServiceCollection services, CampDefinition camp) => camp switch
    {
        { Fleet.Provider: "ec2", Ec2: { } ec2 } => services.AddEc2(ec2),
        _ => services
            .AddSingleton<ShipFolders>()
            .AddSingleton<DockerNetwork>()
            .AddSingleton<AgentProcesses>()
            .AddSingleton<IShipProvider, LocalShipProvider>()
            .AddHostedService<AgentSupervisor>(),
    };
}
