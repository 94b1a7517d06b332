using Mux.Fleet;

namespace Mux.Proxy;

/// <summary>Why a tutorial does not answer just now, in words for its attendee.</summary>
internal static class Moment
{
    private const int DetailLength = 300;

    /// <param name="status">What the ship last said of the tutorial; null when it said nothing.</param>
    public static Page Of(string title, TutorialStatus? status) => new(StatusCodes.Status503ServiceUnavailable, "One moment", Lead(title, status))
    {
        Detail = status is { Reason.Length: > 0 } ? Shortened(status.Reason) : "",
        Again = status?.Phase == TutorialPhase.Failed ? 10 : 2,
    };

    private static string Lead(string title, TutorialStatus? status) => status?.Phase switch
    {
        TutorialPhase.Pulling => $"Your machine is fetching a new version of {title}. Your saved files stay.",
        TutorialPhase.Starting => $"{title} is starting. Your saved files are there when it is up.",
        TutorialPhase.Healthy => $"{title} is being put in its place with your files.",
        TutorialPhase.Unhealthy => $"{title} does not answer on your machine. It is being looked after; your saved files stay.",
        TutorialPhase.Failed => $"{title} could not be started on your machine. The organizers can see this; your saved files stay.",
        _ => $"Your machine is getting {title} ready.",
    };

    private static string Shortened(string reason) => reason.Length <= DetailLength ? reason : reason[..DetailLength] + "…";
}
