using Microsoft.AspNetCore.Http.HttpResults;
using Mux.ApiModel;
using Mux.Auth;
using Mux.Fleet;
using Mux.Orders;
using Mux.Store;

namespace Mux.Api;

/// <summary><c>/api/v1/ships</c></summary>
internal static class ShipEndpoints
{
    private const int MaxLines = 1000;

    public static void MapShips(this IEndpointRouteBuilder api)
    {
        api.MapGet("ships", List).AlsoFor(StaffRole.Helper).WithSummary("All ships, oldest first; ?state= keeps one state (or failed, silent, quarantined), ?tutorial=, ?phase=, ?session= and ?text= narrow further.");
        api.MapGet("ships/{id}", One).AlsoFor(StaffRole.Helper).WithSummary("One ship.");
        api.MapDelete("ships/{id}", TerminateAsync).WithSummary("Ends a ship for good (202); the controller launches another while the goal wants it. One in use on a machine of a cloud serves on until its files are copied, at most 90 s; a second order ends it at once. 200 when it had ended already.");
        api.MapGet("ships/{id}/log", LogAsync).AlsoFor(StaffRole.Helper).WithSummary("The last lines of a tutorial's container, as plain text: ?tutorial= (needed with more than one), ?lines= (1 to 1000, else 100).");
    }

    private static Results<Ok<IReadOnlyList<ShipInfo>>, ProblemHttpResult> List(
        FleetStore store, TimeProvider time, string? state = null, string? tutorial = null, string? phase = null, string? session = null, string? text = null)
    {
        var filter = new ShipFilter(text ?? "", state ?? "", tutorial ?? "", phase ?? "", session ?? "");
        if (Objection(filter) is { } problem)
        {
            return problem;
        }

        var snapshot = store.Snapshot;
        var ships = filter.Of(snapshot, time.GetUtcNow()).Concat(filter.State.Length == 0 ? (filter with { State = ShipFilter.Word(ShipState.Terminated) }).Of(snapshot, time.GetUtcNow()) : []);
        return TypedResults.Ok<IReadOnlyList<ShipInfo>>([.. ships.OrderBy(ship => ship.CreatedAt).ThenBy(ship => ship.Id.Value, StringComparer.Ordinal).Select(ship => ShipView.Of(ship, snapshot))]);
    }

    /// <summary>What in a filter is none; null when all is well.</summary>
    internal static ProblemHttpResult? Objection(ShipFilter filter) =>
        filter.State.Length > 0 && !ShipFilter.States.Contains(filter.State) ? Problems.Invalid("state", "There is no such state.", $"Give one of: {string.Join(", ", ShipFilter.States)}.")
        : filter.Phase.Length > 0 && !ShipFilter.Phases.Contains(filter.Phase) ? Problems.Invalid("phase", "There is no such phase.", $"Give one of: {string.Join(", ", ShipFilter.Phases)}.")
        : null;

    private static Results<Ok<ShipInfo>, ProblemHttpResult> One(string id, FleetStore store)
    {
        var snapshot = store.Snapshot;
        return Find(id, snapshot) is { } ship ? TypedResults.Ok(ShipView.Of(ship, snapshot)) : Unknown();
    }

    private static async Task<Results<Accepted<ShipInfo>, Ok<ShipInfo>, ProblemHttpResult>> TerminateAsync(
        string id, FleetOrders orders, FleetStore store, HttpContext context, CancellationToken cancellationToken)
    {
        var ended = Find(id, store.Snapshot) is { IsLive: false };
        var outcome = await orders.TerminateAsync(id, Requester.Of(context), cancellationToken);
        if (outcome.IsRefused)
        {
            return Problems.Of(outcome.Refusal);
        }

        var ship = ShipView.Of(outcome.Result, store.Snapshot);
        return ended ? TypedResults.Ok(ship) : TypedResults.Accepted($"/api/v1/ships/{ship.Id}", ship);
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> LogAsync(
        string id, FleetStore store, IShipLogs logs, CancellationToken cancellationToken, string? tutorial = null, string? lines = null)
    {
        if (Find(id, store.Snapshot) is not { } ship)
        {
            return Unknown();
        }

        if (!int.TryParse(lines ?? "100", out var count) || count is < 1 or > MaxLines)
        {
            return Problems.Invalid("lines", "lines must be a whole number.", $"Give a number from 1 to {MaxLines}.");
        }

        var name = tutorial ?? (ship.Targets.Count == 1 ? ship.Targets.Keys.First() : "");
        if (!ship.Targets.ContainsKey(name))
        {
            return Problems.Invalid("tutorial", name.Length == 0 ? "The ship has several tutorials." : "The ship has no such tutorial.", $"Give one of: {string.Join(", ", ship.Targets.Keys)}.");
        }

        var log = await logs.TailAsync(ship.Id, name, count, cancellationToken);
        return log.Text is { } text
            ? TypedResults.Text(text)
            : Problems.Of(StatusCodes.Status502BadGateway, "The ship gave no log", log.Error ?? "", "id", "Look at the ship's link and reason: GET /api/v1/ships/" + ship.Id.Value + ".");
    }

    private static Ship? Find(string id, FleetSnapshot snapshot) => ShipId.TryParse(id) is { } key ? snapshot.Ships.GetValueOrDefault(key) : null;

    private static ProblemHttpResult Unknown() => Problems.NotFound("id", "There is no such ship.", "GET /api/v1/ships lists those that there are.");
}
