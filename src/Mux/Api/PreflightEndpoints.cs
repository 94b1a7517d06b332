using Microsoft.AspNetCore.Http.HttpResults;
using Mux.ApiModel;
using Mux.Preflight;

namespace Mux.Api;

/// <summary><c>/api/v1/preflight</c></summary>
internal static class PreflightEndpoints
{
    public static void MapPreflight(this IEndpointRouteBuilder api) =>
        api.MapGet("preflight", RunAsync).WithSummary("Asks the provider, now, whether all of max_ships would fit: quotas, addresses, permissions, settings, price. Takes some seconds.");

    private static async Task<Ok<PreflightInfo>> RunAsync(PreflightDesk desk, CancellationToken cancellationToken)
    {
        var report = await desk.RunAsync(cancellationToken);
        return TypedResults.Ok(new PreflightInfo(
            report.At, report.Provider, report.Ships, report.Verdict.Word(), report.Sentence,
            [.. report.Checks.Select(check => new PreflightCheckInfo(check.Name, check.Verdict.Word(), check.Wanted, check.There, check.Fix, check.Code, check.ForbidsLaunches))]));
    }
}
