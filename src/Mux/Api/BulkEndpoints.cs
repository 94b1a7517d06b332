using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Mux.ApiModel;
using Mux.Fleet;
using Mux.Orders;
using Mux.Store;

namespace Mux.Api;

/// <summary><c>/api/v1/ships/bulk</c></summary>
internal static class BulkEndpoints
{
    private const string Example = """{"action": "replace", "state": "failed", "dryRun": true}""";

    /// <summary>Room for ten thousand ids.</summary>
    private const int MaxBytes = 256 << 10;

    public static void MapBulk(this IEndpointRouteBuilder api) =>
        api.MapPost("ships/bulk", OrderAsync).WithBody<BulkRequest>().WithSummary("Ends, replaces or retries many ships, by id or by filter; with dryRun it only tells which, and who is on them.");

    private static async Task<Results<Ok<BulkInfo>, ProblemHttpResult>> OrderAsync(HttpContext context, BulkOrders orders, FleetStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(context.Request, ApiJson.Default.BulkRequest, Example, MaxBytes);
        if ((body.Problem ?? Objection(body.Value!)) is { } problem)
        {
            return problem;
        }

        var (request, snapshot, action) = (body.Value!, store.Snapshot, BulkOrders.Parse(body.Value!.Action)!.Value);
        ImmutableArray<Ship> ships = [.. Meant(request, snapshot, time.GetUtcNow())];
        if (request.DryRun)
        {
            return TypedResults.Ok(Of(action, true, [.. ships.Select(ship => ship.Id)], ships, 0, snapshot));
        }

        var outcome = await orders.RunAsync(action, [.. ships.Select(ship => ship.Id)], Requester.Of(context), cancellationToken);
        return TypedResults.Ok(Of(action, false, outcome.Done, ships, outcome.Passed, snapshot) with { Goal = outcome.Goal });
    }

    private static ProblemHttpResult? Objection(BulkRequest request) =>
        BulkOrders.Parse(request.Action) is null ? Problems.Invalid("action", "There is no such order.", "Give one of: terminate, replace, retry.")
        : request.Ships is null && !Filter(request).IsNarrow ? Problems.Invalid("ships", "It is not said which ships.", "Give ships, or at least one of state, tutorial, phase, session and text.")
        : ShipEndpoints.Objection(Filter(request))
            ?? (request.Ships?.FirstOrDefault(id => ShipId.TryParse(id) is null) is { } odd ? Problems.Invalid("ships", $"'{new string([.. odd.Take(20).Where(c => !char.IsControl(c))])}' is no ship's id.", "Give ids such as s-4kcn8v2xwd.") : null);

    // Both a list and a filter: those of the list that match.
    private static IEnumerable<Ship> Meant(BulkRequest request, FleetSnapshot snapshot, DateTimeOffset now)
    {
        var named = request.Ships?.Select(id => new ShipId(id)).ToHashSet();
        return Filter(request).Of(snapshot, now).Where(ship => ship.IsLive && named?.Contains(ship.Id) != false).OrderBy(ship => ship.Id.Value, StringComparer.Ordinal);
    }

    private static ShipFilter Filter(BulkRequest request) => new(request.Text ?? "", request.State ?? "", request.Tutorial ?? "", request.Phase ?? "", request.Session ?? "");

    private static BulkInfo Of(BulkAction action, bool dryRun, ImmutableArray<ShipId> done, ImmutableArray<Ship> ships, int passed, FleetSnapshot snapshot) => new(
        action.Word(), dryRun, [.. done.Select(ship => ship.Value)],
        [.. ships.Where(ship => done.Contains(ship.Id)).Select(ship => ShipWords.NameOf(ship, snapshot)).Where(name => name.Length > 0).Order(StringComparer.OrdinalIgnoreCase)], passed, Math.Max(0, snapshot.Goal));
}
