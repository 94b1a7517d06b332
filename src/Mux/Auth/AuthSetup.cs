using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;
using Mux.Auth.Oidc;
using Mux.Camp;
using Mux.Listeners;
using Mux.Metrics;

namespace Mux.Auth;

internal static class AuthSetup
{
    public static IServiceCollection AddAuth(this IServiceCollection services)
    {
        services.AddAntiforgery();
        services.AddOptions<AntiforgeryOptions>().Configure<MuxSettings>((options, settings) =>
        {
            options.FormFieldName = FormToken.Field;
            options.HeaderName = FormToken.Header;
            options.SuppressXFrameOptionsHeader = true; // our pages set a stricter one
            // One name for both listeners: bound to its host only where neither is without TLS.
            options.Cookie.Name = settings.AttendeeUrl.Scheme == Uri.UriSchemeHttps && settings.OrganizerUrl.Scheme == Uri.UriSchemeHttps ? "__Host-mux-form" : "mux-form";
            options.Cookie.HttpOnly = true;
            options.Cookie.Path = "/";
            options.Cookie.SameSite = SameSiteMode.Lax; // with Strict, a link from elsewhere would spoil the forms in open tabs
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddDataProtection().SetApplicationName("mux");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, KeyFolder>();
        services.AddSingleton<IAntiforgeryAdditionalDataProvider, FormTokenListener>();
        return services
            .AddMetricsRoom()
            .AddOidc()
            .AddSingleton<OwnOrigin>()
            .AddSingleton<FormToken>()
            .AddSingleton<HelpVisits>()
            .AddSingleton<AttendeeSession>()
            .AddSingleton<ResumeNote>()
            .AddSingleton<JustJoined>()
            .AddSingleton<LoginDesk>()
            .AddSingleton<LoginPages>()
            .AddSingleton<LinkDesk>()
            .AddSingleton<LinkEndpoints>()
            .AddSingleton<LoginEndpoints>()
            .AddSingleton<StaffMarks>()
            .AddSingleton<StaffRoutes>()
            .AddSingleton<OrganizerAccess>()
            .AddSingleton<OrganizerLoginEndpoints>();
    }

    public static void MapAuth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/login", (HttpContext context, LoginEndpoints login) => login.ShowForm(context)).OnListener(Listener.Attendee);
        routes.MapPost("/login", (HttpContext context, LoginEndpoints login) => login.LogInAsync(context)).SayWhenStoreIsOut().OnListener(Listener.Attendee);
        routes.MapPost("/logout", (HttpContext context, LoginEndpoints login) => login.LogOutAsync(context)).SayWhenStoreIsOut().OnListener(Listener.Attendee);
        routes.MapGet("/login", (HttpContext context, OrganizerLoginEndpoints login) => login.ShowForm(context)).OnListener(Listener.Organizer);
        routes.MapPost("/login", (HttpContext context, OrganizerLoginEndpoints login) => login.LogInAsync(context)).SayWhenStoreIsOut().OnListener(Listener.Organizer);
        routes.MapPost("/logout", (HttpContext context, OrganizerLoginEndpoints login) => login.LogOutAsync(context)).SayWhenStoreIsOut().OnListener(Listener.Organizer);
        routes.MapGet("/link/{secret}", (HttpContext context, LinkEndpoints link, string secret) => link.Show(context, secret)).OnListener(Listener.Attendee);
        routes.MapPost("/link", (HttpContext context, LinkEndpoints link) => link.UseAsync(context)).SayWhenStoreIsOut().OnListener(Listener.Attendee);
        routes.MapOidc();
    }

    // Keys outlive the process, so that a restart spoils no open form.
    private sealed class KeyFolder(MuxSettings settings, ILoggerFactory loggers) : IConfigureOptions<KeyManagementOptions>
    {
        public void Configure(KeyManagementOptions options)
        {
            var folder = Path.Combine(settings.DataFolder, "keys");
            var directory = OperatingSystem.IsWindows() ? Directory.CreateDirectory(folder) : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.XmlRepository = new FileSystemXmlRepository(directory, loggers);
        }
    }
}
