using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Mux.ApiModel;
using Mux.Fleet;
using Mux.Orders;
using Mux.Roster;
using Mux.Store;

namespace Mux.Api;

/// <summary><c>/api/v1/roster</c></summary>
internal static class RosterEndpoints
{
    public static void MapRoster(this IEndpointRouteBuilder api)
    {
        api.MapGet("roster", List).WithSummary("Who is expected, by name.");
        api.MapPost("roster", ImportAsync).WithSummary("Reads a CSV file (the body, text/csv): adds and changes people, removes nobody. 422 with every error and its line when something is wrong; then nothing was changed.");
        api.MapDelete("roster/{who}", RemoveAsync).WithSummary("Takes somebody off the list, by address or id.");
        api.MapPost("roster/{who}/link", LinkAsync).WithSummary("Makes one person's link and shows it this once; the one before is good no longer.");
        api.MapPost("roster/cards", CardsAsync).WithSummary("Makes a link for everybody who has used none yet, as a page of cards to print (text/html).");
        api.MapPost("roster/mail", MailAsync).WithSummary("Mails links to some of those who were never sent one, or to ?who=; ask again while any are left.");
    }

    private static Ok<IReadOnlyList<RosterInfo>> List(FleetStore store, TimeProvider time) =>
        TypedResults.Ok<IReadOnlyList<RosterInfo>>([.. store.Snapshot.Roster.Values.OrderBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase).Select(entry => Info(entry, time.GetUtcNow()))]);

    private static async Task<Results<Ok<RosterImportInfo>, UnprocessableEntity<RosterImportInfo>, ProblemHttpResult>> ImportAsync(HttpContext context, RosterOrders orders, CancellationToken cancellationToken)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = RosterReader.MaxBytes + 1;
        }

        var file = new byte[RosterReader.MaxBytes + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(file, file.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > RosterReader.MaxBytes)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, "The file is too large", $"A roster has at most {RosterReader.MaxBytes} bytes.", "body", "Split it.");
        }

        var imported = await orders.ImportAsync(file.AsMemory(0, length), Requester.Of(context), cancellationToken);
        var info = new RosterImportInfo(imported.Added, imported.Changed, imported.Unchanged, [.. imported.Errors.Select(error => new RosterFault(error.Line, error.Field, error.Message))]);
        return info.Errors.Count > 0 ? TypedResults.UnprocessableEntity(info) : TypedResults.Ok(info);
    }

    private static async Task<Results<Ok<RosterInfo>, ProblemHttpResult>> RemoveAsync(string who, HttpContext context, RosterOrders orders, TimeProvider time, CancellationToken cancellationToken)
    {
        var outcome = await orders.RemoveAsync(who, Requester.Of(context), cancellationToken);
        return outcome.IsRefused ? Problems.Of(outcome.Refusal) : TypedResults.Ok(Info(outcome.Result, time.GetUtcNow()));
    }

    private static async Task<Results<Ok<RosterLinkInfo>, ProblemHttpResult>> LinkAsync(string who, HttpContext context, FleetStore store, PersonalLinks links, CancellationToken cancellationToken)
    {
        var made = RosterOrders.Find(store.Snapshot, who) is { } entry ? await links.MakeAsync([entry], "shown", Requester.Of(context), cancellationToken) : [];
        return made is [var link]
            ? TypedResults.Ok(new RosterLinkInfo(link.Entry.Name, link.Entry.Email, link.Url.AbsoluteUri, link.Entry.Link!.ExpiresAt))
            : Problems.NotFound("who", "Nobody of that address or id is on the roster.", "GET /api/v1/roster lists who is.");
    }

    private static async Task<ContentHttpResult> CardsAsync(HttpContext context, PersonalLinks links, LinkCards cards, CancellationToken cancellationToken)
    {
        var made = await links.MakeAsync(links.Waiting(), "printed", Requester.Of(context), cancellationToken);
        context.Response.Headers.ContentSecurityPolicy = LinkCards.ContentSecurityPolicy;
        return TypedResults.Text(cards.Page(made), "text/html; charset=utf-8");
    }

    private static async Task<Results<Ok<RosterMailInfo>, ProblemHttpResult>> MailAsync(HttpContext context, LinkMail mail, TimeProvider time, CancellationToken cancellationToken, string? who = null)
    {
        var outcome = await mail.SendAsync(who, Requester.Of(context), cancellationToken);
        return outcome.IsRefused
            ? Problems.Of(outcome.Refusal)
            : TypedResults.Ok(new RosterMailInfo(outcome.Result.Sent, [.. outcome.Result.Refused.Select(entry => Info(entry, time.GetUtcNow()))], outcome.Result.Left));
    }

    private static RosterInfo Info(RosterEntry entry, DateTimeOffset now) => new(
        entry.Id.Value,
        entry.Name,
        entry.Email,
        entry.Role == StaffRole.None ? "attendee" : entry.Role.Word(),
        entry.Tutorials.Items,
        entry.SeatGroup,
        entry.Link switch { null => "none", { UsedAt: not null } => "used", { ExpiresAt: var until } when until <= now => "expired", _ => "open" },
        entry.Link?.ExpiresAt,
        entry.MailedAt,
        entry.MailTrouble);
}
