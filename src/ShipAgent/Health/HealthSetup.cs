using Microsoft.Extensions.DependencyInjection;

namespace ShipAgent.Health;

internal static class HealthSetup
{
    public static IServiceCollection AddHealth(this IServiceCollection services) => services
        .AddSingleton(_ => JupyterServer.CreateClient())
        .AddSingleton<HttpMessageInvoker>(provider => provider.GetRequiredService<HttpClient>())
        .AddSingleton<KernelProbe>().AddSingleton<Warmup>().AddSingleton<ContentTool>().AddSingleton<StartWatch>();
}
