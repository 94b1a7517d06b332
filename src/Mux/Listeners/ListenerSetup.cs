namespace Mux.Listeners;

internal static class ListenerSetup
{
    public static IServiceCollection AddListeners(this IServiceCollection services) => services
        .AddSingleton<ListenerPorts>()
        .AddSingleton<MatcherPolicy, ListenerPolicy>();
}
