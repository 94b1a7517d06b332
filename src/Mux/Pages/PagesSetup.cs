using Mux.Listeners;

namespace Mux.Pages;

internal static class PagesSetup
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        return services;
    }

    /// <summary><c>/assets/…</c> on both listeners that people use, and the script that tells people in a notebook what happens to their machine.</summary>
    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        foreach (var listener in new[] { Listener.Attendee, Listener.Organizer })
        {
            routes.MapMethods("/assets/{name}", ["GET", "HEAD"], (HttpContext context, string name) => AssetFiles.ServeAsync(context, name)).OnListener(listener);
        }

        routes.MapMethods("/mux/banner.js", ["GET", "HEAD"], context => AssetFiles.ServeAsync(context, "banner.js")).OnListener(Listener.Attendee);
    }
}
