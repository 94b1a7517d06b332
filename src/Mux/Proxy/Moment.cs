using Mux.Fleet;

namespace Mux.Proxy;

/// <summary>Why a tutorial does not answer just now, in words for its attendee.</summary>
/// <param name="Text">Whole sentences; may hold a ship's own words, so it is to be escaped.</param>
/// <param name="Again">Seconds until it is worth another try.</param>
internal sealed record Moment(string Text, int Again)
{
    private const int ReasonLength = 200;

    /// <param name="status">What the ship last said of the tutorial; null when it said nothing.</param>
    public static Moment Of(string title, TutorialStatus? status) => new(Lead(title, status) + Because(status), status?.Phase == TutorialPhase.Failed ? 10 : 2);

    private static string Lead(string title, TutorialStatus? status) => status?.Phase switch
    {
        TutorialPhase.Pulling => $"Your machine is fetching a new version of {title}. Your saved files stay.",
        TutorialPhase.Starting => $"{title} is starting. Your saved files are there when it is up.",
        TutorialPhase.Healthy => $"{title} is being put in its place with your files.",
        TutorialPhase.Unhealthy => $"{title} does not answer on your machine. It is being looked after; your saved files stay.",
        TutorialPhase.Failed => $"{title} could not be started on your machine. The organizers see this too; your saved files stay.",
        _ => $"Your machine is getting {title} ready.",
    };

    private static string Because(TutorialStatus? status)
    {
        if (string.IsNullOrWhiteSpace(status?.Reason))
        {
            return "";
        }

        var line = string.Concat(status.Reason.Take(ReasonLength).Select(letter => char.IsControl(letter) ? ' ' : letter));
        return $" ({line}{(status.Reason.Length > ReasonLength ? "…" : "")})";
    }
}
