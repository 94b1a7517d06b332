using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Mux.Listeners;

namespace Mux.Auth.Oidc;

internal static class OidcSetup
{
    public static IServiceCollection AddOidc(this IServiceCollection services)
    {
        // The handler's own lines hold codes and tokens; what an organizer must know OidcPages says.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Authentication", LogLevel.None));
        return services
            .AddSingleton<OidcProviders>()
            .AddSingleton<WordSeal>()
            .AddSingleton<OidcPages>()
            .AddSingleton<OidcDesk>()
            .AddSingleton<OidcEvents>()
            .AddSingleton<IConfigureOptions<OpenIdConnectOptions>, OidcOptions>()
            .AddSingleton<IPostConfigureOptions<OpenIdConnectOptions>, OpenIdConnectPostConfigureOptions>()
            .AddSingleton<OidcDoor>()
            .AddSingleton<WordRefresh>()
            .AddSingleton<WordKeeper>()
            .AddHostedService(provider => provider.GetRequiredService<WordKeeper>())
            .AddSingleton<Farewell>()
            .AddSingleton<BackchannelLogout>();
    }

    public static void MapOidc(this IEndpointRouteBuilder routes)
    {
        foreach (var listener in new[] { Listener.Attendee, Listener.Organizer })
        {
            var login = routes.MapGroup("/login/with/{provider}").OnListener(listener);
            login.MapGet("", (HttpContext context, OidcDoor door, string provider) => door.StartAsync(context, listener, provider)).SayWhenStoreIsOut();
            login.MapGet("callback", (HttpContext context, OidcDoor door, string provider) => door.ReturnAsync(context, listener, provider)).SayWhenStoreIsOut();
        }

        routes.MapPost("/login/with/{provider}/logout", (HttpContext context, BackchannelLogout logout, string provider) => logout.EndAsync(context, provider)).OnListener(Listener.Attendee);
    }
}
