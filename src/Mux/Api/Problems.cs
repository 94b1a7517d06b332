using Microsoft.AspNetCore.Http.HttpResults;
using Mux.Orders;

namespace Mux.Api;

/// <summary>Errors of the API: <c>application/problem+json</c> with <c>field</c> (what is wrong) and <c>fix</c> (what to do).</summary>
internal static class Problems
{
    public static ProblemHttpResult Of(int status, string title, string detail, string field, string fix) => TypedResults.Problem(
        detail,
        statusCode: status,
        title: title,
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["field"] = field, ["fix"] = fix });

    public static ProblemHttpResult Of(Refusal refusal) => refusal.Kind switch
    {
        RefusalKind.NotFound => Of(StatusCodes.Status404NotFound, "Not found", refusal.Why, refusal.Field, refusal.Fix),
        RefusalKind.Forbidden => Of(StatusCodes.Status403Forbidden, "Not yours to do", refusal.Why, refusal.Field, refusal.Fix),
        RefusalKind.Conflict => Of(StatusCodes.Status409Conflict, "Not now", refusal.Why, refusal.Field, refusal.Fix),
        _ => Of(StatusCodes.Status422UnprocessableEntity, "The order is wrong", refusal.Why, refusal.Field, refusal.Fix),
    };

    public static ProblemHttpResult NotFound(string field, string detail, string fix) => Of(StatusCodes.Status404NotFound, "Not found", detail, field, fix);

    public static ProblemHttpResult Invalid(string field, string detail, string fix) => Of(StatusCodes.Status422UnprocessableEntity, "The request is wrong", detail, field, fix);

    public static ProblemHttpResult Unavailable() => Of(
        StatusCodes.Status503ServiceUnavailable,
        "The store cannot write",
        "Nothing was changed.",
        "",
        "Look at the mux's log and at the free space of MUX_DATA, then try again.");
}
