using Microsoft.Extensions.DependencyInjection;

namespace ShipAgent.Facts;

internal static class FactsSetup
{
    /// <param name="services">Where to add.</param>
    /// <param name="fallbackFolder">Whose disk counts when the engine's own folder cannot be seen.</param>
    public static IServiceCollection AddFacts(this IServiceCollection services, string fallbackFolder) => services
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<ShipFacts>(provider, fallbackFolder))
        .AddHostedService(provider => provider.GetRequiredService<ShipFacts>())
        .AddHostedService<Thrift>();
}
