using Mux.Store;

namespace Mux.Alerts;

internal static class AlertsSetup
{
    public static IServiceCollection AddAlerts(this IServiceCollection services) => services
        .AddSingleton<AlertLog>()
        .AddSingleton<AlertFactFinder>()
        .AddSingleton<WebhookSender>()
        .AddSingleton<WebhookQueue>()
        .AddHostedService(provider => provider.GetRequiredService<WebhookQueue>())
        .AddSingleton<AlertKeeper>()
        .AddHostedService(provider => provider.GetRequiredService<AlertKeeper>());
}
