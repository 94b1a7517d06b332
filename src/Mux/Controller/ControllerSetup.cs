using Mux.Metrics;

namespace Mux.Controller;

internal static class ControllerSetup
{
    public static IServiceCollection AddController(this IServiceCollection services) => services
        .AddMetricsRoom()
        .AddSingleton<EnrollmentTokens>()
        .AddSingleton(services => MakeProbe(services.GetRequiredService<TimeProvider>()))
        .AddSingleton<LaunchEffects>()
        .AddSingleton<ReclaimEffects>()
        .AddSingleton<FleetEffects>()
        .AddSingleton<MachineWatch>()
        .AddSingleton<EffectRunner>()
        .AddSingleton<SessionKeeper>()
        .AddSingleton<TargetKeeper>()
        .AddHostedService(services => services.GetRequiredService<TargetKeeper>())
        .AddSingleton<TagWatch>()
        .AddHostedService(services => services.GetRequiredService<TagWatch>())
        .AddSingleton<FleetController>()
        .AddHostedService(services => services.GetRequiredService<FleetController>())
        .AddHealthChecks().AddCheck<ImagesCheck>("images").AddCheck<ProviderCheck>("provider").AddCheck<LaunchCheck>("launches").Services;

    private static DataPathProbe MakeProbe(TimeProvider time)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(2) })
        {
            Timeout = TimeSpan.FromSeconds(4),
            MaxResponseContentBufferSize = 64 << 10,
        };
        return new DataPathProbe(http, new KernelDialogue(http, time));
    }
}
