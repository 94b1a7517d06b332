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
        .AddSingleton<UpdateDesk>()
        .AddSingleton<HandDesk>()
        .AddSingleton<BerthEndpoints>()
        .AddSingleton<WorkEndpoint>()
        .AddSingleton<BrowserCheck>();

    public static void MapBerths(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpContext context, BerthEndpoints berths) => berths.ShowPageAsync(context)).SayWhenStoreIsOut().OnListener(Listener.Attendee);
        routes.MapGet("/berth", (HttpContext context, BerthEndpoints berths) => berths.ShowViewAsync(context)).SayWhenStoreIsOut().OnListener(Listener.Attendee);
        routes.MapGet("/berth/events", (HttpContext context, BerthStream stream) => stream.Watch(context)).OnListener(Listener.Attendee);
        routes.MapPost("/update", (HttpContext context, UpdateDesk updates) => updates.AnswerAsync(context)).SayWhenStoreIsOut().OnListener(Listener.Attendee);
        routes.MapPost("/hand", (HttpContext context, HandDesk hands) => hands.RaiseAsync(context)).SayWhenStoreIsOut().OnListener(Listener.Attendee);
        routes.MapPost("/hand/lower", (HttpContext context, HandDesk hands) => hands.LowerAsync(context)).SayWhenStoreIsOut().OnListener(Listener.Attendee);
        routes.MapPost("/hand/answer", (HttpContext context, HandDesk hands) => hands.AnswerAsync(context)).SayWhenStoreIsOut().OnListener(Listener.Attendee);
        routes.MapPost("/hand/close", (HttpContext context, HandDesk hands) => hands.CloseAsync(context)).SayWhenStoreIsOut().OnListener(Listener.Attendee);
        routes.MapPost("/noted", (HttpContext context, BerthEndpoints berths) => berths.NotedAsync(context)).SayWhenStoreIsOut().OnListener(Listener.Attendee);
        routes.MapGet("/my-work/{tutorial}", (HttpContext context, string tutorial, WorkEndpoint work) => work.Show(context, tutorial)).OnListener(Listener.Attendee);
        MapCheck(routes);
    }

    private static void MapCheck(IEndpointRouteBuilder routes)
    {
        var check = routes.ServiceProvider.GetRequiredService<BrowserCheck>();
        var socket = routes.CreateApplicationBuilder();
        socket.UseWebSockets().Run(check.EchoAsync);
        routes.MapGet("/check", check.Show).OnListener(Listener.Attendee);
        routes.MapGet("/check/ping", () => Results.NoContent()).OnListener(Listener.Attendee);
        routes.MapGet("/check/events", check.Stream).OnListener(Listener.Attendee);
        routes.Map("/check/socket", socket.Build()).OnListener(Listener.Attendee);
    }
}
