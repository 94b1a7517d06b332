using Mux.Camp;
using Mux.Preflight.Ec2;
using Mux.Preflight.Local;

namespace Mux.Preflight;

internal static class PreflightSetup
{
    /// <summary>After the store and before the controller: launching is to wait for it.</summary>
    public static IServiceCollection AddPreflight(this IServiceCollection services, CampDefinition camp)
    {
        _ = camp switch
        {
            { Fleet.Provider: "ec2", Ec2: { } ec2 } => services.AddSingleton(_ => AwsAccount.Of(ec2)).AddSingleton<Ec2Questions>().AddSingleton<Ec2Inventory>().AddSingleton<Ec2DryRuns>().AddSingleton<Ec2Survey>().AddSingleton<IPreflight, Ec2Preflight>(),
            _ => services.AddSingleton<IPreflight, LocalPreflight>(),
        };
        return services.AddSingleton<PreflightDesk>().AddHostedService<PreflightAtStart>();
    }
}
