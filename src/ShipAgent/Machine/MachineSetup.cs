using Microsoft.Extensions.DependencyInjection;
using ShipAgent.Settings;

namespace ShipAgent.Machine;

internal static class MachineSetup
{
    /// <summary>What only a cloud's machine has; on any other there is never a notice.</summary>
    public static IServiceCollection AddMachine(this IServiceCollection services, AgentSettings settings, CloudMachine? machine)
    {
        services.AddSingleton<SpotNotice>().AddSingleton<Farewell>();
        return machine is null ? services : services
            .AddSingleton(machine)
            .AddSingleton(_ => new InstanceMetadata(InstanceMetadata.Client(settings.MetadataUrl)))
            .AddHostedService<SpotWatch>();
    }
}
