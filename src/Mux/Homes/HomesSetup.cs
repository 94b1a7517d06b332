using Mux.Listeners;

namespace Mux.Homes;

internal static class HomesSetup
{
    public static IServiceCollection AddHomes(this IServiceCollection services) => services
        .AddSingleton<HomeShelf>()
        .AddSingleton<HomeFailures>()
        .AddSingleton<HomeDesk>();

    /// <summary>Agents only, each for the home of its own ship.</summary>
    public static IEndpointRouteBuilder MapHomes(this IEndpointRouteBuilder endpoints)
    {
        var desk = endpoints.ServiceProvider.GetRequiredService<HomeDesk>();
        endpoints.MapPut("/homes/{volume}", desk.TakeAsync).OnListener(Listener.Control);
        endpoints.MapGet("/homes/{volume}", (string volume, HttpContext context) => desk.Give(volume, age: 0, context)).OnListener(Listener.Control);
        endpoints.MapGet("/homes/{volume}/before", (string volume, HttpContext context) => desk.Give(volume, age: 1, context)).OnListener(Listener.Control);
        return endpoints;
    }
}
