using Mux.Auth;
using Mux.Fleet;
using Mux.Orders;
using Mux.Store;

namespace Mux.Dashboard;

/// <summary><c>/attendees</c>, and what is ordered there for who has lost a code or a computer</summary>
internal sealed class AttendeePages(FleetStore store, AttendeeOrders orders, Frame frame, TimeProvider time)
{
    public const string Place = "/attendees";

    private const int MaxSearch = 60;

    public IResult Show(HttpContext context) => All(context, AttendeeNote.None);

    /// <summary>The answer shows the code, this once.</summary>
    public async Task<IResult> RenewCodeAsync(HttpContext context, string id)
    {
        var outcome = await orders.RenewCodeAsync(id, Requester.Of(context), context.RequestAborted);
        return outcome.IsRefused ? Refused(context, outcome.Refusal) : All(context, AttendeeNote.Of(outcome.Result));
    }

    public async Task<IResult> LogOutAsync(HttpContext context, string id)
    {
        var outcome = await orders.LogOutAsync(id, Requester.Of(context), context.RequestAborted);
        return outcome.IsRefused ? Refused(context, outcome.Refusal) : All(context, AttendeeNote.Of(outcome.Result));
    }

    private IResult Refused(HttpContext context, Refusal refusal) => refusal.Kind == RefusalKind.NotFound
        ? frame.NotThere(context, "attendee", Place)
        : All(context, AttendeeNote.Of(refusal), StatusCodes.Status409Conflict);

    private IResult All(HttpContext context, AttendeeNote note, int status = StatusCodes.Status200OK)
    {
        var search = context.Request.Query["q"].ToString().Trim();
        return Frame.Show<AttendeesPage, AttendeesPageModel>(
            context,
            AttendeesPageModel.Of(frame.Around(context, "Attendees", Place, live: note == AttendeeNote.None), store.Snapshot, search.Length > MaxSearch ? search[..MaxSearch] : search, time.GetUtcNow()) with { Note = note },
            status);
    }
}

internal static class AttendeeRoutes
{
    public static void MapAttendeePages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(AttendeePages.Place, (HttpContext context, AttendeePages attendees) => attendees.Show(context)).AlsoFor(StaffRole.Helper);
        pages.MapPost("/attendees/{id}/code", (HttpContext context, string id, AttendeePages attendees) => attendees.RenewCodeAsync(context, id));
        pages.MapPost("/attendees/{id}/logout", (HttpContext context, string id, AttendeePages attendees) => attendees.LogOutAsync(context, id));
    }
}
