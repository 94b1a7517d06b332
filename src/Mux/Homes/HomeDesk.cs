using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Mux.Camp;
using Mux.ControlChannel;
using Mux.Fleet;
using Mux.Metrics;
using Mux.Store;

namespace Mux.Homes;

/// <summary>
/// Takes copies of attendees' homes from the ships that serve them, and gives them to the ship that serves them next. What a ship brings is a stranger's: it is
/// weighed and put away, and never opened here.
/// </summary>
internal sealed partial class HomeDesk(FleetStore store, CertificateAuthority authority, HomeShelf shelf, HomeFailures failures, CampDefinition camp, MuxMetrics metrics, ILogger<HomeDesk> logger)
{
    /// <summary>204 when it is stored for good; 403: no home of the caller's ship; 409: nobody's home, or another copy of it is on its way; 413, 507: too much.</summary>
    public async Task<IResult> TakeAsync(string volume, HttpContext context)
    {
        if (ShipOf(volume, context) is not { } ship)
        {
            return Refuse(volume, "foreign", StatusCodes.Status403Forbidden);
        }

        if (ship.Attendee is not { } attendee || store.Snapshot.Attendees.GetValueOrDefault(attendee) is { IsStandIn: true })
        {
            return TypedResults.Conflict();
        }

        // Counted by the server as it comes, so that a length that was announced wrongly does no harm.
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = camp.Fleet.LargestHome;
        var outcome = await StoreAsync(volume, context);
        failures.Note(ship.Id, volume, outcome);
        metrics.HomeCopied(outcome.ToString().ToLowerInvariant());
        return outcome switch
        {
            HomeOutcome.Stored => TypedResults.NoContent(),
            HomeOutcome.Busy => TypedResults.Conflict(),
            HomeOutcome.TooLarge => Refuse(volume, "too large", StatusCodes.Status413PayloadTooLarge),
            HomeOutcome.NoSpace => Refuse(volume, "no space is left on the mux's disk", StatusCodes.Status507InsufficientStorage),
            _ => TypedResults.BadRequest(),
        };
    }

    /// <param name="age">0: the newest copy; 1: the one before.</param>
    public IResult Give(string volume, int age, HttpContext context) =>
        ShipOf(volume, context) is null ? Refuse(volume, "foreign", StatusCodes.Status403Forbidden)
        : shelf.Find(volume, age) is { } file ? TypedResults.PhysicalFile(file, "application/gzip")
        : TypedResults.NotFound();

    private async Task<HomeOutcome> StoreAsync(string volume, HttpContext context)
    {
        try
        {
            return await shelf.StoreAsync(volume, context.Request.Body, context.RequestAborted);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return HomeOutcome.TooLarge;
        }
        catch (Exception exception) when (exception is BadHttpRequestException or OperationCanceledException or IOException)
        {
            return HomeOutcome.Broken;
        }
    }

    // The certificate says which ship asks; the volume must be one of its own, named by the mux itself.
    private Ship? ShipOf(string volume, HttpContext context) =>
        authority.ShipOf(context.Connection.ClientCertificate) is { } id && store.Snapshot.Ships.GetValueOrDefault(id) is { IsLive: true } ship
        && ship.Targets.Keys.Any(tutorial => ship.Home.VolumeOf(camp.Name, tutorial) == volume) ? ship : null;

    private StatusCodeHttpResult Refuse(string volume, string why, int status)
    {
        LogRefused(logger, new string([.. volume.Take(100).Where(char.IsAsciiLetterOrDigit)]), why);
        return TypedResults.StatusCode(status);
    }

    [LoggerMessage(LogLevel.Warning, "a copy of the home {Volume} was refused: {Why}")]
    private static partial void LogRefused(ILogger logger, string volume, string why);
}
