using System.Collections.Immutable;
using Mux.Berths;
using Mux.Camp;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Berths;

public sealed class Estimates
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly FleetDefinition Fleet = new() { OpenAt = 1, MaxBooting = 2 };

    [Fact]
    public void Without_a_boot_seen_nothing_is_promised() => Assert.Null(WaitEstimate.Of(Snapshot(0, Booting(10)) with { Boots = BootTimes.None }, Fleet, Now).For(1));

    [Fact]
    public void The_oldest_booting_ship_is_for_the_first_in_line()
    {
        var estimate = WaitEstimate.Of(Snapshot(2, Booting(10), Booting(40)), Fleet, Now);
        Assert.Equal([new WaitRange(20, 20), new WaitRange(50, 50), null], Enumerable.Range(1, 3).Select(estimate.For));
    }

    [Fact]
    public void Ships_that_are_still_wanted_come_in_waves()
    {
        var estimate = WaitEstimate.Of(Snapshot(4, Booting(30)), Fleet, Now);
        Assert.Equal([30, 120, 120, 180, null], Enumerable.Range(1, 5).Select(place => estimate.For(place)?.Late)); // whole minutes from one minute on
    }

    [Fact]
    public void Boots_that_differ_give_a_range()
    {
        var boots = new[] { 60, 60, 60, 60, 60, 60, 60, 60, 60, 240 }.Aggregate(BootTimes.None, (all, seconds) => all.With(TimeSpan.FromSeconds(seconds)));
        Assert.Equal(new WaitRange(60, 240), WaitEstimate.Of(Snapshot(1, Booting(0)) with { Boots = boots }, Fleet, Now).For(1));
        var late = WaitEstimate.Of(Snapshot(1, Booting(100)) with { Boots = boots }, Fleet, Now).For(1);
        Assert.Equal(new WaitRange(20, 180), late);
    }

    [Fact]
    public void A_ship_long_overdue_is_not_counted_on() => Assert.Null(WaitEstimate.Of(Snapshot(1, Booting(500)), Fleet, Now).For(1));

    [Fact]
    public void Behind_closed_doors_all_wait_for_the_ship_that_opens_them()
    {
        var free = Enumerable.Range(0, 2).Select(_ => Booting(30) with { State = ShipState.Available, Vitals = new ShipVitals { Link = ShipLink.Connected } });
        var snapshot = Snapshot(0, [.. free, Booting(20)]) with { DoorsOpen = false };
        Assert.Equal(40, WaitEstimate.Of(snapshot, Fleet with { OpenAt = 3 }, Now).For(1)?.Late);
    }

    [Fact]
    public void Before_an_opening_at_a_time_nobody_is_promised_an_earlier_one()
    {
        var session = new CampSession("morning", Now.AddMinutes(8), Now.AddHours(3)) { Seats = 2 };
        var shut = Snapshot(1, Booting(30)) with { DoorsOpen = false, Sessions = Timetable.Of([session]) };
        Assert.Equal(new WaitRange(480, 480), WaitEstimate.Of(shut, Fleet, Now).For(1));
        Assert.Null(WaitEstimate.Of(shut with { Sessions = Timetable.Of([session with { Doors = DoorsRule.Hand }]) }, Fleet, Now).For(1));
    }

    [Theory]
    [InlineData(null, null, "We cannot say yet")]
    [InlineData(0, 0, "A few seconds")]
    [InlineData(20, 50, "Up to 50 seconds")]
    [InlineData(60, 60, "Up to 60 seconds")]
    [InlineData(120, 120, "About 2 minutes")]
    [InlineData(120, 240, "2 to 4 minutes")]
    public void An_estimate_is_told_in_plain_words(int? likely, int? late, string words) =>
        Assert.Equal(words, (new BerthView(BerthState.Waiting, 1, likely, [], "") { EtaLateSeconds = late }).Words!.Eta);

    [Fact]
    public void Nothing_on_its_way_is_said_as_it_is() =>
        Assert.Contains("none is on its way", (new BerthView(BerthState.Waiting, 1, null, [], "") { DoorsOpen = true }).Words!.Doing, StringComparison.Ordinal);

    private static Ship Booting(int age) => new(ShipId.New(), HomeId.New(), Now.AddSeconds(-age)) { State = ShipState.Booting };

    private static FleetSnapshot Snapshot(int goal, params Ship[] ships) => FleetSnapshot.Empty with { Goal = goal, DoorsOpen = true, Boots = Enumerable.Range(0, 10).Aggregate(BootTimes.None, (boots, _) => boots.With(TimeSpan.FromSeconds(60))), Ships = ships.ToImmutableDictionary(ship => ship.Id) };
}
