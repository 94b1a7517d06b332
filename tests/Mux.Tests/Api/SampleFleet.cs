using System.Collections.Immutable;
using System.Net;
using Mux.Fleet;

namespace Mux.Tests.Api;

/// <summary>Ships as a camp in full swing has them.</summary>
internal static class SampleFleet
{
    public const string Secret = "jupyter-secret-of-a-ship";
    public const string EnrollmentHash = "hash-of-an-enrollment-token";
    public const string ResumeHash = "hash-of-a-resume-code";

    public static string Digest(int number) => "sha256:" + new string((char)('a' + (number % 6)), 64);

    public static string Image(string tutorial, int number) => $"127.0.0.1:5000/{tutorial}@{Digest(number)}";

    public static Ship Ship(ShipState state, int digest = 1)
    {
        var ship = new Ship(ShipId.New(), HomeId.New(), TimeProvider.System.GetUtcNow().AddMinutes(-5))
        {
            State = state,
            Secret = Secret,
            ProviderId = "local-1",
            Block = IPNetwork.Parse("10.77.0.16/28"),
            Enrollment = new EnrollmentToken(EnrollmentHash, TimeProvider.System.GetUtcNow().AddMinutes(10)),
            Targets = Targets(digest),
        };
        return state is ShipState.Pending or ShipState.Terminated ? ship : ship with
        {
            Tutorials = ship.Targets.Values.ToImmutableSortedDictionary(target => target.Tutorial, target => Status(target, state == ShipState.Booting ? TutorialPhase.Starting : TutorialPhase.Healthy)),
            Vitals = Vitals(),
        };
    }

    public static ImmutableSortedDictionary<string, TutorialTarget> Targets(int digest) => new[] { "intro", "plots" }
        .ToImmutableSortedDictionary(name => name, name => new TutorialTarget(name, Image(name, digest), null));

    public static TutorialStatus Status(TutorialTarget target, TutorialPhase phase) => new(target.Tutorial)
    {
        Phase = phase,
        TargetDigest = target.Digest,
        RunningDigest = phase == TutorialPhase.Healthy ? target.Digest : "",
        Endpoint = phase == TutorialPhase.Healthy ? new IPEndPoint(IPAddress.Parse("10.77.0.18"), 8888) : null,
    };

    public static Attendee Attendee(string name, long? line = null) =>
        new(AttendeeId.New(), name, name.ToUpperInvariant(), ResumeHash, HomeId.New(), TimeProvider.System.GetUtcNow().AddMinutes(-3), line, "");

    public static ShipVitals Vitals() => new()
    {
        Link = ShipLink.Connected,
        LastReportAt = TimeProvider.System.GetUtcNow(),
        SeenGeneration = 1,
        CpuPercent = 12.5,
        MemoryBytes = 300L << 20,
        MemoryLimitBytes = 2L << 30,
        DiskFreeBytes = 20L << 30,
        Tutorials = [new TutorialVitals("intro", 0, 0, 1, 0, 2, TimeProvider.System.GetUtcNow())],
    };
}

internal static class RolloutShips
{
    public static ImmutableSortedDictionary<string, RolloutShip> ToSortedShips(this IEnumerable<RolloutShip> ships) => ships.ToImmutableSortedDictionary(ship => ship.Ship.Value, ship => ship);
}
