using Microsoft.Extensions.DependencyInjection;
using ShipAgent.Containers;

namespace ShipAgent.Homes;

internal static class HomesSetup
{
    public static IServiceCollection AddHomes(this IServiceCollection services) => services
        .AddSingleton<HomeClient>().AddSingleton<HomeMarks>().AddSingleton<HomeCopier>()
        .AddSingleton<IHomeKeeping, HomeRestorer>()
        .AddHostedService<HomeKeeper>();
}
