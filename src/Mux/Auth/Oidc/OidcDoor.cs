using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Mux.Listeners;

namespace Mux.Auth.Oidc;

/// <summary>
/// The way to a provider and back. The framework's handler is made here, for the two requests that need it, and not by its middleware,
/// which would look at every request of every notebook.
/// </summary>
internal sealed class OidcDoor(OidcProviders providers, OidcPages pages, IOptionsMonitor<OpenIdConnectOptions> options, ILoggerFactory loggers)
{
    /// <summary><c>GET /login/with/{provider}?returnUrl=</c></summary>
    public async Task StartAsync(HttpContext context, Listener listener, string name)
    {
        if (providers.Find(name) is not { } provider)
        {
            context.Response.Redirect("/login");
            return;
        }

        if (pages.Failures.WaitOf(ClientAddress.KeyOf(context)) is { } wait)
        {
            await pages.TooMany(context, wait).ExecuteAsync(context);
            return;
        }

        try
        {
            context.Response.Headers.CacheControl = "no-store";
            var handler = await HandlerAsync(context, listener, name);
            await handler.ChallengeAsync(new AuthenticationProperties { RedirectUri = LocalPath.OrRoot(context.Request.Query["returnUrl"]) });
        }
        catch (Exception exception) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested && IsProviders(exception))
        {
            await pages.Refused(context, provider, OidcTrouble.Of(exception, provider.Definition.Title), exception).ExecuteAsync(context);
        }
    }

    /// <summary><c>GET /login/with/{provider}/callback</c></summary>
    public async Task ReturnAsync(HttpContext context, Listener listener, string name)
    {
        if (providers.Find(name) is null || !await (await HandlerAsync(context, listener, name)).HandleRequestAsync())
        {
            context.Response.Redirect("/login");
        }
    }

    private async Task<OpenIdConnectHandler> HandlerAsync(HttpContext context, Listener listener, string name)
    {
        var handler = new OpenIdConnectHandler(options, loggers, HtmlEncoder.Default, UrlEncoder.Default);
        await handler.InitializeAsync(new AuthenticationScheme(OidcOptions.SchemeOf(listener, name), null, typeof(OpenIdConnectHandler)), context);
        return handler;
    }

    private static bool IsProviders(Exception exception) =>
        exception is SecurityTokenException or OpenIdConnectProtocolException or HttpRequestException or IOException or JsonException or InvalidOperationException or ArgumentException or OperationCanceledException;
}
