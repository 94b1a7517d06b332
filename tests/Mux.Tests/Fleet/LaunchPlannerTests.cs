using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Fleet;

public sealed class LaunchPlannerTests
{
    private static readonly LaunchTerms Terms = new(["a", "b"], MaxBatch: 100);

    [Fact]
    public void Three_hundred_ships_are_three_orders()
    {
        var orders = Orders(Fleet(300));
        Assert.Equal([100, 100, 100], orders.Select(order => order.Ships.Length));
        Assert.All(orders, order => Assert.Equal("a", order.Placement));
        Assert.Equal(300, orders.SelectMany(order => order.Ships).Distinct().Count());
    }

    [Fact]
    public void A_place_without_room_is_passed_over_until_its_pause_is_over()
    {
        var fleet = Fleet(1) with { Board = LaunchBoard.Clear.NoRoom("a", "full", Given.Noon) };
        Assert.Equal("b", Assert.Single(Orders(fleet)).Placement);
        Assert.Equal("a", Assert.Single(Orders(fleet, seconds: 10)).Placement);
        Assert.Empty(Orders(fleet with { Board = fleet.Board.NoRoom("b", "full too", Given.Noon) }));
    }

    [Fact]
    public void The_pause_of_a_place_grows_and_a_success_ends_it()
    {
        var board = LaunchBoard.Clear;
        var pauses = Enumerable.Range(0, 7).Select(_ => (board = board.NoRoom("a", "full", Given.Noon)).Pauses["a"].Until - Given.Noon).Select(pause => pause.TotalSeconds).ToList();
        Assert.Equal([10, 20, 40, 80, 120, 120, 120], pauses);
        Assert.Equal("a", board.Made("a").Free(["a"], Given.Noon));
    }

    [Fact]
    public void After_a_stop_nothing_new_is_ordered_but_what_is_open_is_asked_for()
    {
        var batch = Batch("b-1", "s-0000000000");
        var fleet = Fleet(3) with { Board = new LaunchBoard { Stop = new LaunchStop("AuthFailure", "no", "mend it") }, Batches = ImmutableDictionary<BatchId, LaunchBatch>.Empty.Add(batch.Id, batch) };
        Assert.Equal(new FleetAction.Launch(batch.Id), Assert.Single(LaunchPlanner.Decide(fleet, Terms, Given.Noon)));
    }

    [Fact]
    public void An_order_without_an_answer_is_asked_for_again_after_pauses_that_grow()
    {
        var batch = Batch("b-1");
        var pauses = Enumerable.Range(0, 7).Select(_ => (batch = batch.Unanswered("timeout", Given.Noon)).AskAgainAt - Given.Noon).Select(pause => pause.TotalSeconds);
        Assert.Equal([1, 2, 4, 8, 16, 30, 30], pauses);
    }

    // Mutants that it caught: a ship of an open order ordered again, one with a machine ordered, an ended one ordered.
    [Fact]
    public void No_ship_is_ordered_twice_and_none_that_needs_none() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(
        (from states in Gen.ListOf(Gen.Elements(Enum.GetValues<ShipState>()))
         from open in Gen.ListOf(Gen.Choose(0, 40))
         from max in Gen.Choose(1, 7)
         select (states, open, max)).ToArbitrary(),
        given =>
        {
            var batch = Batch("b-open");
            var ships = given.states.Select((state, i) => Given.In(state) with { Id = new ShipId($"s-{i}"), Batch = given.open.Contains(i) ? batch.Id : new BatchId("b-closed") }).ToArray();
            var fleet = Given.Fleet(10, ships) with { Batches = ImmutableDictionary<BatchId, LaunchBatch>.Empty.Add(batch.Id, batch) };
            var orders = LaunchPlanner.Decide(fleet, Terms with { MaxBatch = given.max }, Given.Noon).OfType<FleetAction.Gather>().ToList();
            var ordered = orders.SelectMany(order => order.Ships).ToList();
            Assert.Equal(ships.Where(ship => ship.State == ShipState.Pending && ship.Batch != batch.Id).Select(ship => ship.Id).ToHashSet(), ordered.ToHashSet());
            Assert.Equal(ordered.Count, ordered.Distinct().Count());
            Assert.All(orders, order => Assert.InRange(order.Ships.Length, 1, given.max));
        }));

    [Fact]
    public void The_organizer_is_told_the_shortfall_and_the_places()
    {
        var fleet = Given.Fleet(5, Given.Pending("s-1"), Given.Pending("s-2"), Given.Available("s-3")) with { Board = LaunchBoard.Clear.NoRoom("a", "a: no capacity", Given.Noon).NoRoom("b", "b: quota", Given.Noon) };
        Assert.Contains(FleetOutlook.Of(fleet, 1, Given.Noon).Concerns, concern => concern.Text == "2 of 3 ships have no machine: a: no capacity; b: quota. Tried again in 10 s");
        var stopped = fleet with { Board = new LaunchBoard { Stop = new LaunchStop("AuthFailure", "not you.", "Mend it.") } };
        Assert.Contains(FleetOutlook.Of(stopped, 1, Given.Noon).Concerns, concern => concern is { Severity: Severity.Bad, Text: "No ship is launched: AuthFailure: not you. Mend it." });
        var open = Given.Fleet(5) with { Batches = ImmutableDictionary<BatchId, LaunchBatch>.Empty.Add(new BatchId("b-1"), Batch("b-1", "s-1", "s-2").Unanswered("timeout", Given.Noon)) };
        Assert.Contains(FleetOutlook.Of(open, 1, Given.Noon).Concerns, concern => concern.Text.StartsWith("The launch of 2 ships has no answer yet", StringComparison.Ordinal));
    }

    private static List<FleetAction.Gather> Orders(FleetSnapshot fleet, int seconds = 0) => [.. LaunchPlanner.Decide(fleet, Terms, Given.Noon + TimeSpan.FromSeconds(seconds)).OfType<FleetAction.Gather>()];

    private static FleetSnapshot Fleet(int pending) => Given.Fleet(pending, [.. Enumerable.Range(0, pending).Select(i => Given.Pending($"s-{i:d10}"))]);

    private static LaunchBatch Batch(string id, params string[] ships) => new(new BatchId(id), [.. ships.Select(ship => new ShipId(ship))], "a", "", Given.Noon);
}
