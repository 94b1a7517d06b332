using Mux.Auth;
using Mux.Fleet;
using Mux.Listeners;

namespace Mux.Helping;

/// <summary>Attendees' notebooks for the helpers whom they let in.</summary>
internal static class HelpingSetup
{
    public static IServiceCollection AddHelping(this IServiceCollection services) => services
        .AddSingleton<ShipReader>()
        .AddSingleton<ShipNotebooks>()
        .AddSingleton<HelpLeaves>()
        .AddSingleton<HelpPages>()
        .AddSingleton<HelpDoor>()
        .AddSingleton<HelpKeeper>()
        .AddHostedService(provider => provider.GetRequiredService<HelpKeeper>());

    public static void MapHelping(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/hands/{id}").OnListener(Listener.Organizer).RequireOrganizer().ExcludeFromDescription();
        pages.MapGet("notebook", (HttpContext context, string id, HelpPages help) => help.ShowAsync(context, id)).AlsoFor(StaffRole.Helper).SayWhenStoreIsOut();
        pages.MapGet("live", (HttpContext context, string id, HelpPages help) => help.Watch(context, id)).AlsoFor(StaffRole.Helper);
        pages.MapPost("enter", (HttpContext context, string id, HelpPages help) => help.Enter(context, id)).AlsoFor(StaffRole.Helper);
        routes.MapGet("/help/{ticket}", (HttpContext context, string ticket, HelpDoor door) => door.EnterAsync(context, ticket)).SayWhenStoreIsOut().OnListener(Listener.Attendee);
    }
}
