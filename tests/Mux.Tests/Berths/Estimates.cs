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
    public void Without_a_boot_seen_nothing_is_promised() => Assert.Null(WaitEstimate.Of(Snapshot(0, Booting(10)), Fleet, Now).SecondsFor(1));

    [Fact]
    public void The_oldest_booting_ship_is_for_the_first_in_line()
    {
        var estimate = WaitEstimate.Of(Snapshot(3, Booted(60), Booting(10), Booting(40)), Fleet, Now);
        Assert.Equal(20, estimate.SecondsFor(1));
        Assert.Equal(50, estimate.SecondsFor(2));
        Assert.Null(estimate.SecondsFor(3));
    }

    [Fact]
    public void Ships_that_the_organizer_still_wants_come_in_waves()
    {
        var estimate = WaitEstimate.Of(Snapshot(5, Booted(60), Booting(30)), Fleet, Now);
        Assert.Equal([30, 90, 90, 150, null], Enumerable.Range(1, 5).Select(estimate.SecondsFor));
    }

    [Fact]
    public void A_ship_long_overdue_is_not_counted_on() => Assert.Null(WaitEstimate.Of(Snapshot(2, Booted(60), Booting(500)), Fleet, Now).SecondsFor(1));

    [Fact]
    public void Behind_closed_doors_all_wait_for_the_ship_that_opens_them()
    {
        var snapshot = Snapshot(0, Booted(60), Booted(60), Booting(20)) with { DoorsOpen = false };
        var free = snapshot with { Ships = snapshot.Ships.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.State == ShipState.Running ? pair.Value with { State = ShipState.Available } : pair.Value) };
        Assert.Equal(40, WaitEstimate.Of(free, Fleet with { OpenAt = 3 }, Now).SecondsFor(1));
    }

    private static Ship Booted(int seconds) => new(ShipId.New(), HomeId.New(), Now.AddMinutes(-10)) { State = ShipState.Running, FirstAvailableAt = Now.AddMinutes(-10).AddSeconds(seconds) };

    private static Ship Booting(int age) => new(ShipId.New(), HomeId.New(), Now.AddSeconds(-age)) { State = ShipState.Booting };

    private static FleetSnapshot Snapshot(int goal, params Ship[] ships) => FleetSnapshot.Empty with { Goal = goal, DoorsOpen = true, Ships = ships.ToImmutableDictionary(ship => ship.Id) };
}
