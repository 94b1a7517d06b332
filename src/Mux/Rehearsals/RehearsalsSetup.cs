namespace Mux.Rehearsals;

internal static class RehearsalsSetup
{
    public static IServiceCollection AddRehearsals(this IServiceCollection services) => services
        .AddSingleton<RehearsalDesk>()
        .AddSingleton<HeadroomStep>()
        .AddSingleton<FleetStep>()
        .AddSingleton<AttendeesStep>()
        .AddSingleton<DeployStep>()
        .AddSingleton<ClearingStep>()
        .AddSingleton<RehearsalRun>()
        .AddHostedService<RehearsalKeeper>();
}
