using System.Collections.Immutable;
using System.Net;
using Mux.Fleet;

namespace Mux.Tests.Fleet;

/// <summary>Ships and reports to start a test from.</summary>
internal static class Given
{
    public const string Camp = "spring";
    public const string Key = "key-1";

    public static readonly StreamId Stream = new(1);
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    public static readonly IPNetwork Block = IPNetwork.Parse("10.77.0.16/28");
    public static readonly IPEndPoint Inside = new(IPAddress.Parse("10.77.0.17"), 8888);
    public static readonly TutorialTarget OldTarget = Target('1');
    public static readonly TutorialTarget NewTarget = Target('2', new RolloutId("r-1"));

    public static TutorialTarget Target(char digit, RolloutId? rollout = null) => new("intro", "reg.example/intro@sha256:" + new string(digit, 64), rollout);

    public static Ship Pending(string id = "s-2222222222") => new(new ShipId(id), new HomeId("h-" + id[2..]), Noon)
    {
        Secret = "canary-ship-secret",
        Targets = ImmutableSortedDictionary<string, TutorialTarget>.Empty.Add("intro", OldTarget),
        Enrollment = new EnrollmentToken(EnrollmentToken.HashOf("token"), Noon + TimeSpan.FromMinutes(15)),
    };

    public static Ship Booting(string id = "s-2222222222") => Pending(id).After(new ShipEvent.Accepted("m-1", Block), new ShipEvent.Enrolled(Key), new ShipEvent.SaidHello(1, Stream));

    public static Ship Available(string id = "s-2222222222") => Booting(id).With(ship => [Healthy(ship, 1), new ShipEvent.Probed(ship.Generation, true)]);

    public static Ship Running(string attendee = "a-1", string id = "s-2222222222") => Available(id).With(ship => [new ShipEvent.Claimed(new AttendeeId(attendee), ship.Home)]);

    public static Ship Terminated(string id = "s-2222222222") => Booting(id).After(new ShipEvent.Ended(TerminationCause.Organizer, "enough"));

    public static Ship In(ShipState state) => state switch
    {
        ShipState.Pending => Pending(),
        ShipState.Booting => Booting(),
        ShipState.Available => Available(),
        ShipState.Running => Running(),
        _ => Terminated(),
    };

    public static TutorialStatus Status(Ship ship, TutorialPhase phase, IPEndPoint? endpoint) => new("intro")
    {
        Phase = phase,
        TargetDigest = ship.Targets["intro"].Digest,
        RunningDigest = ship.Targets["intro"].Digest,
        RunningHome = ship.Home.VolumeOf(Camp, "intro"),
        Endpoint = endpoint,
    };

    public static ShipEvent.Reported Report(ulong sequence, ulong generation, params TutorialStatus[] tutorials) => new(Stream, sequence, generation, [.. tutorials], ShipVitals.None);

    public static ShipEvent.Reported Healthy(Ship ship, ulong sequence) => Report(sequence, ship.Generation, Status(ship, TutorialPhase.Healthy, Inside));

    public static ShipEvent.Reported Unhealthy(Ship ship, ulong sequence) => Report(sequence, ship.Generation, Status(ship, TutorialPhase.Unhealthy, null));

    public static FleetSnapshot Fleet(int goal, params Ship[] ships) => new()
    {
        Camp = Camp,
        Goal = goal,
        Ships = ships.ToImmutableDictionary(ship => ship.Id),
        Targets = ImmutableSortedDictionary<string, TutorialTarget>.Empty.Add("intro", OldTarget),
    };

    public static Ship After(this Ship ship, params ShipEvent[] events) => events.Aggregate(ship, (at, happened) => ShipLifecycle.Apply(at, happened, Camp, Noon).Next);

    private static Ship With(this Ship ship, Func<Ship, ShipEvent[]> events) => ship.After(events(ship));
}
