using System.Collections.Immutable;
using System.Net;

namespace Mux.Fleet;

/// <summary>Something that happened to a ship. <see cref="ShipLifecycle.Apply"/> says what becomes of it.</summary>
internal abstract record ShipEvent
{
    /// <summary>The ship's machine is being ordered, with a token for its agent that no earlier order had.</summary>
    internal sealed record Ordered(BatchId Batch, EnrollmentToken Enrollment) : ShipEvent;

    /// <summary>The provider took the launch; <paramref name="Block"/> holds the addresses that are the ship's, null while the provider has not said.</summary>
    internal sealed record Accepted(string ProviderId, IPNetwork? Block, string MachineType = "") : ShipEvent;

    /// <summary>The ship's agent proved its token, which is used up, for all but an agent with this key (<see cref="EnrollmentToken.Key"/>).</summary>
    internal sealed record Enrolled(string Key) : ShipEvent;

    /// <summary>An agent opened the control stream.</summary>
    internal sealed record SaidHello(ulong BootEpoch, StreamId Stream) : ShipEvent;

    /// <summary>This stream ended.</summary>
    internal sealed record StreamLost(StreamId Stream) : ShipEvent;

    /// <summary>An agent's whole state.</summary>
    internal sealed record Reported(StreamId Stream, ulong Sequence, ulong Generation, ImmutableArray<TutorialStatus> Tutorials, ShipVitals Vitals) : ShipEvent;

    /// <summary>The mux's own look through the data path at what the ship was at <paramref name="Generation"/>.</summary>
    internal sealed record Probed(ulong Generation, bool Good) : ShipEvent;

    /// <summary>An attendee gets the ship; with files of an earlier ship when <paramref name="Home"/> is another than the ship's own.</summary>
    internal sealed record Claimed(AttendeeId Attendee, HomeId Home) : ShipEvent;

    /// <summary>One tutorial shall run another image.</summary>
    internal sealed record Retargeted(TutorialTarget Target) : ShipEvent;

    /// <summary>The ship shall have an image that one of its tutorials is to run soon.</summary>
    internal sealed record Prefetching(string Tutorial, string Image) : ShipEvent;

    /// <summary>An organizer wants what failed there tried again.</summary>
    internal sealed record Retried : ShipEvent;

    /// <summary>Its attendee did something, as seen on the way through the mux.</summary>
    internal sealed record Used : ShipEvent;

    internal sealed record Quarantined(string Reason) : ShipEvent;

    /// <summary>The ship is to end, and serves on until its files are copied away, or until then.</summary>
    internal sealed record Departing(TerminationCause Cause, string Reason, DateTimeOffset Until) : ShipEvent;

    /// <summary>The ship is given up.</summary>
    /// <param name="Certain">Its machine ends whatever its agent says.</param>
    internal sealed record Ended(TerminationCause Cause, string Reason, bool Certain = false) : ShipEvent;

    /// <summary>The provider says the machine is gone.</summary>
    internal sealed record Reclaimed : ShipEvent;
}

/// <summary>What became of an event.</summary>
/// <param name="Next">The ship after it; the ship as it was when refused.</param>
/// <param name="Refusal">Why the event changes nothing; null when it was taken.</param>
/// <param name="Durable">The change must be on disk before anybody acts on it.</param>
internal readonly record struct Transition(Ship Next, string? Refusal, bool Durable)
{
    public bool Taken => Refusal is null;
}
