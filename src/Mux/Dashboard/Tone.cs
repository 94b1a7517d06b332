using Mux.Fleet;

namespace Mux.Dashboard;

/// <summary>Which tint a word gets; the style sheet knows no other.</summary>
public enum Tone
{
    Quiet,
    Info,
    Good,
    Warn,
    Bad,
}

/// <summary>A word on a tint.</summary>
/// <param name="Title">More of it, for who points at it; empty: nothing more.</param>
public sealed record Badge(string Text, Tone Tone, string Title = "")
{
    public string Css => $"phase phase-{Tone.ToString().ToLowerInvariant()}";
}

internal static class Tones
{
    public static Badge Badge(this ShipState state) => state switch
    {
        ShipState.Pending => new Badge("pending", Tone.Quiet, "The provider has not answered yet"),
        ShipState.Booting => new Badge("booting", Tone.Warn, "Its tutorials come up"),
        ShipState.Available => new Badge("available", Tone.Good, "Ready for the next attendee"),
        ShipState.Running => new Badge("running", Tone.Info, "An attendee works on it"),
        _ => new Badge("terminated", Tone.Quiet, "Given up for good"),
    };

    public static Badge Badge(this RolloutState state) => state switch
    {
        RolloutState.Running => new Badge("running", Tone.Info),
        RolloutState.Succeeded => new Badge("succeeded", Tone.Good),
        RolloutState.Paused => new Badge("paused", Tone.Warn),
        RolloutState.RolledBack => new Badge("rolled back", Tone.Quiet),
        _ => new Badge("halted", Tone.Bad),
    };

    public static Badge Badge(this RolloutStep step) => step switch
    {
        RolloutStep.Waiting => new Badge("waiting", Tone.Quiet),
        RolloutStep.Pulling => new Badge("pulling", Tone.Info),
        RolloutStep.Pulled => new Badge("has it", Tone.Info, "Has the image and waits for its turn"),
        RolloutStep.Starting => new Badge("switching", Tone.Info),
        RolloutStep.Skipped => new Badge("skipped", Tone.Warn, "Could not get the image and goes on with the one it has"),
        RolloutStep.Done => new Badge("done", Tone.Good),
        RolloutStep.Failed => new Badge("failed", Tone.Bad),
        _ => new Badge("gone", Tone.Quiet, "The ship ended before it was done"),
    };

    public static Badge Badge(this ShipLink link) => link switch
    {
        ShipLink.Connected => new Badge("connected", Tone.Good),
        ShipLink.Suspect => new Badge("suspect", Tone.Warn, "The control stream is gone; the ship is still proxied"),
        _ => new Badge("unknown", Tone.Quiet, "No stream since the mux started"),
    };

    public static Tone Of(Severity severity) => severity switch
    {
        Severity.Good => Tone.Good,
        Severity.Note => Tone.Info,
        Severity.Warning => Tone.Warn,
        _ => Tone.Bad,
    };

    public static Tone Of(TutorialPhase phase) => phase switch
    {
        TutorialPhase.Healthy => Tone.Good,
        TutorialPhase.Pulling or TutorialPhase.Starting => Tone.Warn,
        TutorialPhase.Unhealthy or TutorialPhase.Failed => Tone.Bad,
        _ => Tone.Quiet,
    };
}
