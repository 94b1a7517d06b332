using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Fleet;

/// <summary>What holds for every history of a ship, whatever agents, providers and attendees do in whatever order.</summary>
public sealed class LifecyclePropertyTests
{
    private static readonly HashSet<(ShipState From, ShipState To)> Drawn =
    [
        (ShipState.Pending, ShipState.Booting), (ShipState.Booting, ShipState.Available), (ShipState.Available, ShipState.Booting), (ShipState.Available, ShipState.Running),
        (ShipState.Pending, ShipState.Terminated), (ShipState.Booting, ShipState.Terminated), (ShipState.Available, ShipState.Terminated), (ShipState.Running, ShipState.Terminated),
    ];

    private static readonly IPEndPoint[] Endpoints =
        [Given.Inside, new(Given.Inside.Address, 9999), IPEndPoint.Parse("10.77.0.40:8888"), IPEndPoint.Parse("127.0.0.1:80"), IPEndPoint.Parse("169.254.169.254:80"), IPEndPoint.Parse("[::1]:80")];

    private static readonly Gen<ShipEvent> Events = Gen.Frequency(
        (2, Gen.Elements<ShipEvent>(new ShipEvent.Accepted("m-1", Given.Block), new ShipEvent.Accepted("m-1", IPNetwork.Parse("10.77.0.32/28")), new ShipEvent.Enrolled(Given.Key), new ShipEvent.Enrolled("key-2"), new ShipEvent.Ordered(new BatchId("b-1"), new EnrollmentToken("other", Given.Noon)))),
        (3, from epoch in Gen.Choose(0, 3) from stream in Gen.Choose(1, 2) select (ShipEvent)new ShipEvent.SaidHello((ulong)epoch, new StreamId(stream))),
        (1, from stream in Gen.Choose(1, 2) select (ShipEvent)new ShipEvent.StreamLost(new StreamId(stream))),
        (8, Reports()),
        (4, from generation in Gen.Choose(1, 3) from good in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false))) select (ShipEvent)new ShipEvent.Probed((ulong)generation, good)),
        (2, from who in Gen.Choose(1, 3) from home in Gen.Elements("h-2222222222", "h-9") select (ShipEvent)new ShipEvent.Claimed(new AttendeeId($"a-{who}"), new HomeId(home))),
        (2, from target in Gen.Elements(Given.OldTarget, Given.NewTarget) select (ShipEvent)new ShipEvent.Retargeted(target)),
        (1, from cause in Gen.Elements(Enum.GetValues<TerminationCause>()) select (ShipEvent)new ShipEvent.Ended(cause, "")),
        (1, Gen.Elements<ShipEvent>(new ShipEvent.Departing(TerminationCause.Organizer, "", Given.Noon), new ShipEvent.Quarantined("two"), new ShipEvent.Reclaimed())));

    private static readonly Arbitrary<ShipEvent[]> Histories = Gen.Sized(size => Gen.ArrayOf(Events, size)).ToArbitrary();

    // Mutants that it caught: a claim from booting, every endpoint believed, terminated not absorbing. The next test: a stale sequence taken.
    [Fact]
    public void Every_history_keeps_the_invariants() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1500).WithEndSize(60), Prop.ForAll(Histories, history =>
    {
        var ship = Given.Pending();
        foreach (var happened in history)
        {
            var next = ShipLifecycle.Apply(ship, happened, Given.Camp, Given.Noon).Next;
            if (Broken(ship, next) is { } law)
            {
                throw new InvalidOperationException($"{law}: {ship.State} --{happened}--> {next.State}");
            }

            ship = next;
        }
    }));

    // F6: whatever the network repeats or turns around, the ship ends as the newest report says.
    [Fact]
    public void Repeated_and_reordered_reports_end_in_the_same_state() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(
        (from sent in Gen.NonEmptyListOf(Reports())
         let numbered = sent.Select((report, index) => (ShipEvent.Reported)report with { Stream = Given.Stream, Sequence = (ulong)index + 1 }).ToArray()
         from repeats in Gen.ListOf(Gen.Elements(numbered))
         from shuffled in Gen.Shuffle(numbered.Concat(repeats).ToArray())
         select (numbered, shuffled)).ToArbitrary(),
        pair =>
        {
            var inOrder = Given.Booting().After([.. pair.numbered]);
            var asItCame = Given.Booting().After([.. pair.shuffled]);
            Assert.Equal(Facts(inOrder), Facts(asItCame));
        }));

    [Fact]
    public void What_was_decided_too_late_takes_nobodys_ship()
    {
        Assert.Equal(ShipState.Running, Given.Running().After(new ShipEvent.Ended(TerminationCause.ScaledIn, "")).State);
        Assert.Equal(ShipState.Available, Given.Available().After(new ShipEvent.Ended(TerminationCause.BootTimeout, "")).State);
        Assert.Equal(ShipState.Running, Given.Running().After(new ShipEvent.Ended(TerminationCause.Lost, "")).State);
        Assert.Equal(ShipState.Terminated, Given.Running().After(new ShipEvent.StreamLost(Given.Stream), new ShipEvent.Ended(TerminationCause.Lost, "")).State);
    }

    [Fact]
    public void A_block_that_changes_takes_the_endpoints_outside_of_it_away()
    {
        var moved = Given.Running().After(new ShipEvent.Accepted("m-1", IPNetwork.Parse("10.77.0.32/28")));
        Assert.Null(moved.Tutorials["intro"].Endpoint);
    }

    [Fact]
    public void A_quarantined_ship_is_neither_made_available_nor_claimed()
    {
        var booting = Given.Booting();
        var ready = booting.After(new ShipEvent.Quarantined("two"), Given.Healthy(booting, 1), new ShipEvent.Probed(1, true));
        Assert.Equal(ShipState.Booting, ready.State);
        Assert.False(ShipLifecycle.Apply(Given.Available().After(new ShipEvent.Quarantined("two")), new ShipEvent.Claimed(new AttendeeId("a-1"), Given.Available().Home), Given.Camp, Given.Noon).Taken);
    }

    [Fact]
    public void An_agents_word_alone_makes_nothing_available()
    {
        var booting = Given.Booting();
        Assert.Equal(ShipState.Booting, booting.After(Given.Healthy(booting, 1)).State);
        Assert.Equal(ShipState.Booting, booting.After(new ShipEvent.Probed(1, true)).State);
    }

    private static Gen<ShipEvent> Reports() =>
        from stream in Gen.Choose(1, 2)
        from sequence in Gen.Choose(1, 20)
        from phase in Gen.Frequency((4, Gen.Constant(TutorialPhase.Healthy)), (1, Gen.Elements(Enum.GetValues<TutorialPhase>())))
        from endpoint in Gen.Frequency((4, Gen.Constant(Given.Inside)), (2, Gen.Elements(Endpoints)))
        from target in Gen.Elements(Given.OldTarget, Given.NewTarget)
        from home in Gen.Elements("h-2222222222", "h-9")
        select (ShipEvent)new ShipEvent.Reported(new StreamId(stream), (ulong)sequence, 1, [new TutorialStatus("intro")
        {
            Phase = phase, Endpoint = endpoint, TargetDigest = target.Digest, RunningDigest = target.Digest, RunningHome = new HomeId(home).VolumeOf(Given.Camp, "intro"),
        }, new TutorialStatus("unasked") { Endpoint = endpoint }], ShipVitals.None);

    private static string? Broken(Ship before, Ship after) =>
        before.State != after.State && !Drawn.Contains((before.State, after.State)) ? "only drawn transitions"
        : before.State == ShipState.Terminated && after with { Reclaimed = before.Reclaimed, ProviderId = before.ProviderId, Block = before.Block, MachineSince = before.MachineSince, MachineUntil = before.MachineUntil } != before ? "terminated is absorbing"
        : before.Attendee is not null && after.Attendee != before.Attendee ? "an attendee never changes"
        : after is { State: ShipState.Available, Attendee: not null } ? "a ship that served is never available again"
        : after.Generation < before.Generation ? "a generation never falls"
        : before.ProviderId is not null && after.ProviderId != before.ProviderId ? "a machine never changes"
        : before.Reclaimed && after != before ? "what is reclaimed is closed"
        : after.BootEpoch < before.BootEpoch ? "an epoch never falls"
        : before.Enrollment is not { Used: false } && after.Enrollment is { Used: false } ? "a token is used once"
        : before.State != ShipState.Available && after.State == ShipState.Available && !after.IsReadyAsReported(Given.Camp) ? "only a ready ship becomes available"
        : after.Tutorials.Values.Any(tutorial => tutorial.Endpoint is { } at && !AddressPolicy.MayForwardTo(at, after.Block)) ? "no endpoint outside the block"
        : after.Tutorials.ContainsKey("unasked") ? "nothing is kept that nobody asked for"
        : null;

    private static string Facts(Ship ship) =>
        $"{string.Join(';', ship.Tutorials.Values.Select(t => $"{t.Phase} {t.Endpoint} {t.RunningDigest} {t.RunningHome}"))} {ship.State} {ship.Vitals.Sequence} {ship.Vitals.Link}";
}
