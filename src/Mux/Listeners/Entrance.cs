using Microsoft.AspNetCore.HttpOverrides;
using Mux.Camp;

namespace Mux.Listeners;

/// <summary>What every request of people passes first: whose word about it counts, and that it came over TLS where the address says https.</summary>
internal static class Entrance
{
    private static readonly string[] Claims = ["Forwarded", "X-Real-IP", "X-Client-IP", "True-Client-IP"];
    private static readonly string[] ClaimFamilies = ["X-Forwarded-", "X-Original-"];

    public static void Configure(ForwardedHeadersOptions options, MuxSettings settings)
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        // As many hops as are trusted ones: the walk from the right ends at the first address that is not.
        options.ForwardLimit = null;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in settings.Entrance.TrustedProxies)
        {
            options.KnownIPNetworks.Add(network);
        }

        options.AllowedHosts = [settings.AttendeeUrl.IdnHost, settings.OrganizerUrl.IdnHost];
    }

    public static void UseEntrance(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<MuxSettings>();
        if (settings.Entrance.RedirectUrl is not null)
        {
            app.UseRedirectListener(settings.AttendeeUrl);
        }

        if (!settings.Entrance.TrustedProxies.IsEmpty)
        {
            app.UseForwardedHeaders();
            app.UseHttpsOnly(settings);
        }

        if (settings.AttendeeUrl.Scheme == Uri.UriSchemeHttps || settings.OrganizerUrl.Scheme == Uri.UriSchemeHttps)
        {
            app.UseHsts();
        }
    }

    private static void UseRedirectListener(this WebApplication app, Uri target)
    {
        var ports = app.Services.GetRequiredService<ListenerPorts>();
        app.Use(next => context => ports.Of(context.Connection.LocalPort) == Listener.Redirect ? SendOn(context, target) : next(context));
    }

    // Nobody behind this reads a forwarded header, and what a proxy has not vouched for shall tempt nobody to.
    private static void UseHttpsOnly(this WebApplication app, MuxSettings settings)
    {
        var ports = app.Services.GetRequiredService<ListenerPorts>();
        app.Use(next => context =>
        {
            var headers = context.Request.Headers;
            var cameWithoutTls = headers.ContainsKey(ForwardedHeadersDefaults.XOriginalProtoHeaderName) && !context.Request.IsHttps;
            foreach (var name in headers.Keys.Where(IsClaim).ToList())
            {
                headers.Remove(name);
            }

            var target = ports.Of(context.Connection.LocalPort) switch { Listener.Attendee => settings.AttendeeUrl, Listener.Organizer => settings.OrganizerUrl, _ => null };
            return cameWithoutTls && target?.Scheme == Uri.UriSchemeHttps ? SendOn(context, target) : next(context);
        });
    }

    private static bool IsClaim(string name) =>
        Claims.Contains(name, StringComparer.OrdinalIgnoreCase) || Array.Exists(ClaimFamilies, family => name.StartsWith(family, StringComparison.OrdinalIgnoreCase));

    // Never to what the request calls its host: that is the sender's word.
    private static Task SendOn(HttpContext context, Uri target)
    {
        context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        context.Response.Headers.Location = target.GetLeftPart(UriPartial.Authority) + context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent();
        return Task.CompletedTask;
    }
}
