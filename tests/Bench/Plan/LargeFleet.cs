using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Mux.Fleet;

namespace Bench.Plan;

/// <summary>A fleet in the middle of a session: seven in ten ships in use, two free, one booting, and a queue.</summary>
internal static class LargeFleet
{
    public const string Camp = "bench";
    public const int Waiting = 500;

    public static readonly DateTimeOffset Noon = new(2027, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly TutorialTarget Target = new("t1", "reg.example/t1@sha256:" + new string('1', 64), null);

    public static FleetSnapshot Of(int ships)
    {
        var snapshot = new FleetSnapshot
        {
            Camp = Camp,
            Goal = ships,
            GoalRule = GoalRule.Sessions,
            DoorsOpen = false,
            Targets = ImmutableSortedDictionary<string, TutorialTarget>.Empty.Add("t1", Target),
            Sessions = Timetable.Of([new CampSession("day", Noon.AddHours(-1), Noon.AddHours(5)) { Seats = ships, Reserved = 100, ReservedUntil = Noon.AddHours(1) }]),
            Boots = Enumerable.Range(0, 50).Aggregate(BootTimes.None, (boots, i) => boots.With(TimeSpan.FromSeconds(40 + i))),
            Ships = Enumerable.Range(0, ships).Select(Ship).ToImmutableDictionary(ship => ship.Id),
        };
        return Enumerable.Range(0, Waiting).Aggregate(snapshot, (fleet, i) => fleet.With(Somebody(i)));
    }

    public static Attendee Somebody(int number) => new(new AttendeeId(Name("w", number)), Name("w", number), Name("w", number), "", null, Noon, number + 1, "");

    public static Ship Ship(int number)
    {
        var state = (number % 10) switch { < 7 => ShipState.Running, < 9 => ShipState.Available, _ => ShipState.Booting };
        var ship = new Ship(new ShipId(Name("s", number)), new HomeId(Name("h", number)), Noon.AddMinutes(-30))
        {
            State = state,
            StateSince = Noon.AddSeconds(-number),
            FirstAvailableAt = state == ShipState.Booting ? null : Noon.AddMinutes(-29),
            ProviderId = Name("m", number),
            Block = IPNetwork.Parse("10.77.0.0/16"),
            Attendee = state == ShipState.Running ? new AttendeeId(Name("a", number)) : null,
            Targets = ImmutableSortedDictionary<string, TutorialTarget>.Empty.Add("t1", Target),
            Vitals = new ShipVitals { Link = ShipLink.Connected, LinkSince = Noon, LastReportAt = Noon, Tutorials = [new TutorialVitals("t1", 0, 0, 1, 0, 2, Noon)] },
        };
        var phase = state == ShipState.Booting ? TutorialPhase.Starting : TutorialPhase.Healthy;
        var status = new TutorialStatus("t1")
        {
            Phase = phase, TargetDigest = Target.Digest, RunningDigest = phase == TutorialPhase.Healthy ? Target.Digest : "", RunningHome = ship.Home.VolumeOf(Camp, "t1"), Endpoint = new IPEndPoint(0x0100_4D0A, 8888),
        };
        return ship with { Tutorials = ImmutableSortedDictionary<string, TutorialStatus>.Empty.Add("t1", status) };
    }

    private static string Name(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{number:0000000000}");
}
