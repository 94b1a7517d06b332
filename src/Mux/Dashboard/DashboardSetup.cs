using Mux.Auth;
using Mux.Fleet;
using Mux.Listeners;

namespace Mux.Dashboard;

/// <summary>The organizers' pages, on their own listener. Changes need the page's token and its origin (see <c>RequireOrganizer</c>).</summary>
internal static class DashboardSetup
{
    public static IServiceCollection AddDashboard(this IServiceCollection services) => services
        .AddSingleton<FleetPulse>()
        .AddHostedService(provider => provider.GetRequiredService<FleetPulse>())
        .AddSingleton<LiveEndpoint>()
        .AddSingleton<LogShelf>()
        .AddSingleton<Frame>()
        .AddSingleton<PageShelf>()
        .AddSingleton<FleetPages>()
        .AddSingleton<AttendeePages>()
        .AddSingleton<BulkPages>()
        .AddSingleton<ShipPages>()
        .AddSingleton<SessionPages>()
        .AddSingleton<RolloutPages>()
        .AddSingleton<PreflightPages>()
        .AddSingleton<HandPages>()
        .AddSingleton<RehearsalPages>()
        .AddSingleton<RosterPages>()
        .AddSingleton<RosterImportPages>()
        .AddSingleton<TokenPages>()
        .AddSingleton<LogPages>()
        .AddSingleton<AlertPages>()
        .AddSingleton<FleetHistory>()
        .AddHostedService(provider => provider.GetRequiredService<FleetHistory>());

    public static void MapDashboard(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").OnListener(Listener.Organizer).RequireOrganizer().AddEndpointFilter<StoreTrouble>().ExcludeFromDescription();
        pages.MapGet("/", (HttpContext context, FleetPages fleet) => fleet.ShowFleetAsync(context)).AlsoFor(StaffRole.Helper | StaffRole.Author);
        pages.MapPost("/goal", (HttpContext context, FleetPages fleet) => fleet.SetGoalAsync(context));
        pages.MapPost("/goal/auto", (HttpContext context, SessionPages sessions) => sessions.FollowSessionsAsync(context));
        pages.MapPost("/doors", (HttpContext context, SessionPages sessions) => sessions.SetDoorsAsync(context));
        pages.MapGet("/sessions", (HttpContext context, SessionPages sessions) => sessions.Show(context));
        pages.MapPost("/sessions", (HttpContext context, SessionPages sessions) => sessions.PutAsync(context));
        pages.MapPost("/sessions/{name}/{order}", (HttpContext context, string name, string order, SessionPages sessions) => sessions.OrderAsync(context, name, order));
        pages.MapPost("/launches/retry", (HttpContext context, FleetPages fleet) => fleet.RetryLaunchesAsync(context));
        pages.MapAttendeePages();
        pages.MapGet(HandPages.Place, (HttpContext context, HandPages hands) => hands.Show(context)).AlsoFor(StaffRole.Helper);
        pages.MapPost(HandPages.Place + "/{id}/{order}", (HttpContext context, string id, string order, HandPages hands) => hands.OrderAsync(context, id, order)).AlsoFor(StaffRole.Helper);
        pages.MapGet("/ships/{id}", (HttpContext context, string id, ShipPages ships) => ships.ShowAsync(context, id)).AlsoFor(StaffRole.Helper);
        pages.MapPost(BulkPages.Place, (HttpContext context, BulkPages bulk) => bulk.OrderAsync(context));
        pages.MapPost("/ships/{id}/terminate", (HttpContext context, string id, ShipPages ships) => ships.TerminateAsync(context, id));
        pages.MapGet("/rollouts", (HttpContext context, RolloutPages rollouts) => rollouts.ShowAll(context)).AlsoFor(StaffRole.Author);
        pages.MapPost("/rollouts", (HttpContext context, RolloutPages rollouts) => rollouts.DeployAsync(context)).AlsoFor(StaffRole.Author);
        pages.MapGet("/rollouts/{id}", (HttpContext context, string id, RolloutPages rollouts) => rollouts.ShowOneAsync(context, id)).AlsoFor(StaffRole.Author);
        pages.MapPost("/rollouts/{id}/pause", (HttpContext context, string id, RolloutPages rollouts) => rollouts.PauseAsync(context, id)).AlsoFor(StaffRole.Author);
        pages.MapPost("/rollouts/{id}/resume", (HttpContext context, string id, RolloutPages rollouts) => rollouts.ResumeAsync(context, id)).AlsoFor(StaffRole.Author);
        pages.MapPost("/rollouts/{id}/rollback", (HttpContext context, string id, RolloutPages rollouts) => rollouts.RollBackAsync(context, id)).AlsoFor(StaffRole.Author);
        pages.MapGet(AlertPages.Place, (HttpContext context, AlertPages alerts) => alerts.Show(context)).AlsoFor(StaffRole.Helper);
        pages.MapPost("/alerts/test", (HttpContext context, AlertPages alerts) => alerts.TestAsync(context));
        pages.MapRosterPages();
        pages.MapTokenPages();
        pages.MapGet("/log", (HttpContext context, LogPages log) => log.ShowAsync(context));
        pages.MapGet("/history", (HttpContext context, FleetPages fleet) => fleet.ShowHistory(context));
        pages.MapGet(PreflightPages.Place, (HttpContext context, PreflightPages preflight) => preflight.Show(context));
        pages.MapPost(PreflightPages.Place, (HttpContext context, PreflightPages preflight) => preflight.RunAsync(context));
        pages.MapGet(RehearsalPages.Place, (HttpContext context, RehearsalPages rehearsals) => rehearsals.Show(context));
        pages.MapPost(RehearsalPages.Place, (HttpContext context, RehearsalPages rehearsals) => rehearsals.StartAsync(context));
        pages.MapPost(RehearsalPages.Place + "/{id}/stop", (HttpContext context, string id, RehearsalPages rehearsals) => rehearsals.StopAsync(context, id));
        pages.MapGet(LiveEndpoint.Path, (HttpContext context, LiveEndpoint live) => live.Watch(context)).AlsoFor(StaffRole.Helper | StaffRole.Author);
    }
}
