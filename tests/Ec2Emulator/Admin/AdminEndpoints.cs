using Ec2Emulator.Lies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ec2Emulator.Admin;

/// <summary>The emulator's own questions, for other processes: its book, its lies, and accidents.</summary>
internal static class AdminEndpoints
{
    public static void MapAdmin(this IEndpointRouteBuilder routes, Emulator emulator)
    {
        var admin = routes.MapGroup("/_emulator");
        admin.MapGet("/ledger", () => TypedResults.Ok(emulator.Read()));
        admin.MapGet("/faults", () => TypedResults.Ok(emulator.Faults));
        admin.MapPut("/faults", (FaultPlan plan) =>
        {
            emulator.Faults = plan;
            return TypedResults.Ok(plan);
        });
        admin.MapPost("/spot-notice/{instance}", (string instance) => Done(emulator.AnnounceSpotEnd(instance)));
        admin.MapPost("/failure/{instance}", (string instance) => Done(emulator.FailHardware(instance)));
    }

    private static IResult Done(bool done) => done ? TypedResults.NoContent() : TypedResults.NotFound();
}
