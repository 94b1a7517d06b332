using Microsoft.AspNetCore.Antiforgery;
using Mux.Camp;
using Mux.Fleet;
using Mux.Pages;

namespace Mux.Auth;

internal static class OrganizerGate
{
    /// <summary>
    /// Lets organizers in, and of the staff those whom <see cref="AlsoFor"/> names; who it is, the endpoint finds as the request's feature <see cref="Staff"/>. Without proof a browser's GET goes to the login page and everything else is a 401 problem. A change that only a cookie vouches
    /// for must also come from the organizers' own origin and carry the antiforgery token (field <c>token</c> or header <c>X-Mux-Token</c>): else 403.
    /// </summary>
    public static T RequireOrganizer<T>(this T builder)
        where T : IEndpointConventionBuilder
    {
        builder.Add(endpoint =>
        {
            if (endpoint.RequestDelegate is { } next)
            {
                endpoint.RequestDelegate = context => GuardAsync(context, next);
                endpoint.Metadata.Add(new Guarded());
            }
        });
        return builder;
    }

    /// <summary>Opens an endpoint behind the gate to these roles as well.</summary>
    public static T AlsoFor<T>(this T builder, StaffRole roles)
        where T : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new OpenTo(roles)));
        return builder;
    }

    /// <summary>Whom the gate lets to an endpoint; nobody where there is no gate.</summary>
    public static StaffRole RolesOf(Endpoint endpoint) => RolesOf(endpoint.Metadata);

    /// <summary>The same of an endpoint's metadata.</summary>
    public static StaffRole RolesOf(EndpointMetadataCollection metadata) => metadata.GetMetadata<Guarded>() is null
        ? StaffRole.None
        : metadata.GetOrderedMetadata<OpenTo>().Aggregate(StaffRole.Organizer, (roles, open) => roles | open.Roles);

    private static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        var caller = context.RequestServices.GetRequiredService<OrganizerAccess>().Find(context);
        var refusal = caller is null ? Unknown(context)
            : !caller.Staff.IsAny(RolesOf(context.GetEndpoint()!)) ? NotYours(context, caller.Staff)
            : caller.Proof != OrganizerProof.Cookie ? null
            : !IsSafe(context.Request.Method) ? await ForeignAsync(context)
            : IsFetchedFromElsewhere(context.Request) ? Foreign()
            : null;
        context.Features.Set(caller?.Staff);
        await (refusal?.ExecuteAsync(context) ?? next(context));
    }

    private static IResult Unknown(HttpContext context)
    {
        if (WantsPage(context))
        {
            return Results.Redirect(LocalPath.ToLogin(context.Request.Path + context.Request.QueryString));
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Results.Problem("Send the organizer token as 'Authorization: Bearer …'.", statusCode: StatusCodes.Status401Unauthorized, title: "Not an organizer");
    }

    private static IResult NotYours(HttpContext context, Staff staff)
    {
        var text = $"This is the organizers'; you are here as {staff.Roles.ToString().ToLowerInvariant()}.";
        if (!WantsPage(context))
        {
            return Results.Problem(text, statusCode: StatusCodes.Status403Forbidden, title: "Not yours to do");
        }

        var shell = new ShellModel("Not yours to see", context.RequestServices.GetRequiredService<CampDefinition>().Title) { Who = staff.Name, FormToken = context.RequestServices.GetRequiredService<FormToken>().For(context) };
        return Page.Message(context, new MessageModel(shell, text) { LinkUrl = "/", LinkText = "To what is yours" }, StatusCodes.Status403Forbidden);
    }

    private static IResult Foreign() => Results.Problem(
        "A change made with the dashboard's cookie must come from one of its own pages, with that page's token. Reload the page and try again.",
        statusCode: StatusCodes.Status403Forbidden,
        title: "Not from this site");

    private static IResult TooLarge() => Results.Problem(
        "What was sent is larger than anything that is read here, or it broke off. Nothing was changed.", statusCode: StatusCodes.Status413PayloadTooLarge, title: "Too large");

    private static async Task<IResult?> ForeignAsync(HttpContext context)
    {
        try
        {
            return context.RequestServices.GetRequiredService<OwnOrigin>().Of(context) == Provenance.Own
                && await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context) ? null : Foreign();
        }
        catch (Exception exception) when (exception is AntiforgeryValidationException or BadHttpRequestException or InvalidDataException)
        {
            return TooLarge(); // the form that holds the token could not be read
        }
    }

    // A notebook's script at the attendees' port of this host is of the same site: its browser sends the cookie along. It could read nothing, and shall not even ask.
    private static bool IsFetchedFromElsewhere(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "same-site" or "cross-site" && request.Headers["Sec-Fetch-Mode"] != "navigate";

    private static bool WantsPage(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private sealed record OpenTo(StaffRole Roles);

    private sealed record Guarded;
}
