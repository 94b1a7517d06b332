using Microsoft.AspNetCore.Http.HttpResults;
using Mux.Alerts;
using Mux.ApiModel;
using Mux.Auth;
using Mux.Fleet;

namespace Mux.Api;

/// <summary><c>/api/v1/alerts</c></summary>
internal static class AlertEndpoints
{
    public static void MapAlerts(this IEndpointRouteBuilder api)
    {
        api.MapGet("alerts", List).AlsoFor(StaffRole.Helper).WithSummary("Alerts that are up, worst first; with ?all=true also those that have cleared.");
        api.MapPost("alerts/test", TestAsync).WithSummary("Sends a test alert to the webhook and tells what the receiver answered; 409 when camp.yaml names none.");
    }

    private static Ok<IReadOnlyList<AlertInfo>> List(AlertKeeper keeper, bool all = false)
    {
        var board = keeper.Board;
        return TypedResults.Ok<IReadOnlyList<AlertInfo>>([.. (all ? board.Active.Concat(board.Past) : board.Active).Select(AlertView.Of)]);
    }

    private static async Task<Results<Ok<AlertTestInfo>, ProblemHttpResult>> TestAsync(WebhookSender sender, WebhookQueue webhook, CancellationToken cancellationToken)
    {
        if (sender.Webhook is not { } hook)
        {
            return Problems.Of(StatusCodes.Status409Conflict, "There is no webhook", "camp.yaml names no receiver of alerts.", "alerts.webhook", "Write alerts: webhook: with url and secret_file into camp.yaml, and start the mux again.");
        }

        var answer = await webhook.TestAsync(cancellationToken);
        return TypedResults.Ok(new AlertTestInfo(answer.IsDelivered, hook.Receiver, answer.Status, answer.Text, (int)answer.Took.TotalMilliseconds));
    }
}
