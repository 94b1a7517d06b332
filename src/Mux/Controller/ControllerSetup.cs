using Mux.Metrics;

namespace Mux.Controller;

internal static class ControllerSetup
{
    public static IServiceCollection AddController(this IServiceCollection services) => services
        .AddMetricsRoom()
        .AddSingleton<EnrollmentTokens>()
        .AddSingleton(_ => new DataPathProbe(new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(2) })
        {
            Timeout = TimeSpan.FromSeconds(4),
            MaxResponseContentBufferSize = 64 << 10,
        }))
        .AddSingleton<FleetEffects>()
        .AddSingleton<EffectRunner>()
        .AddSingleton<TargetKeeper>()
        .AddHostedService(services => services.GetRequiredService<TargetKeeper>())
        .AddSingleton<FleetController>()
        .AddHostedService(services => services.GetRequiredService<FleetController>())
        .AddHealthChecks().AddCheck<ImagesCheck>("images").AddCheck<ProviderCheck>("provider").Services;
}
