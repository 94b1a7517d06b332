using Microsoft.AspNetCore.Http.HttpResults;
using Mux.ApiModel;
using Mux.Camp;
using Mux.Orders;
using Mux.Store;

namespace Mux.Api;

/// <summary><c>/api/v1/fleet/machines</c>, <c>fleet/down</c> and <c>fleet/retry</c></summary>
internal static class MachineEndpoints
{
    public static void MapMachines(this IEndpointRouteBuilder api)
    {
        api.MapGet("fleet/machines", Machines).WithSummary("What the provider lists of this camp, and what the sweep does with each machine.");
        api.MapPost("fleet/down", TakeDownAsync).WithSummary("Goal 0, and every ship ends, those in use too.");
        api.MapPost("fleet/retry", RetryAsync).WithSummary("Launches that were stopped or paused are tried again at once.");
    }

    private static Ok<MachinesInfo> Machines(FleetStore store, TimeProvider time) => TypedResults.Ok(MachinesView.Of(store.Snapshot, time.GetUtcNow()));

    private static async Task<Ok<FleetInfo>> TakeDownAsync(HttpContext context, MachineOrders orders, FleetStore store, CampDefinition camp, CancellationToken cancellationToken)
    {
        var at = await orders.TakeDownAsync(Requester.Of(context), cancellationToken);
        return TypedResults.Ok(FleetView.Of(store.Snapshot, camp, at));
    }

    private static async Task<Ok<FleetInfo>> RetryAsync(HttpContext context, MachineOrders orders, FleetStore store, CampDefinition camp, TimeProvider time, CancellationToken cancellationToken)
    {
        await orders.RetryLaunchesAsync(Requester.Of(context), cancellationToken);
        return TypedResults.Ok(FleetView.Of(store.Snapshot, camp, time.GetUtcNow()));
    }
}
