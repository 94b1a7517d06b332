namespace Mux.Store;

internal static class StoreSetup
{
    public static IServiceCollection AddStore(this IServiceCollection services, StoreOptions options) => services
        .AddSingleton(options)
        .AddSingleton<FleetStore>()
        .AddHostedService(provider => provider.GetRequiredService<FleetStore>());
}
