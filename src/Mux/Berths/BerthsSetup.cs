using Mux.Auth;
using Mux.Listeners;

namespace Mux.Berths;

internal static class BerthsSetup
{
    public static IServiceCollection AddBerths(this IServiceCollection services) => services
        .AddSingleton<BerthLookup>()
        .AddSingleton<BerthViews>()
        .AddSingleton<BerthEvents>()
        .AddSingleton<BerthStream>()
        .AddSingleton<BerthEndpoints>();

    public static void MapBerths(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpContext context, BerthEndpoints berths) => berths.ShowPageAsync(context)).SayWhenStoreIsOut().OnListener(Listener.Attendee);
        routes.MapGet("/berth", (HttpContext context, BerthEndpoints berths) => berths.ShowViewAsync(context)).SayWhenStoreIsOut().OnListener(Listener.Attendee);
        routes.MapGet("/berth/events", (HttpContext context, BerthStream stream) => stream.Watch(context)).OnListener(Listener.Attendee);
        routes.MapPost("/noted", (HttpContext context, BerthEndpoints berths) => berths.NotedAsync(context)).SayWhenStoreIsOut().OnListener(Listener.Attendee);
    }
}
