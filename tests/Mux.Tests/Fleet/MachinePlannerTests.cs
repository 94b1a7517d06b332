using System.Collections.Immutable;
using System.Net;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Fleet;

public sealed class MachinePlannerTests
{
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(10);

    [Fact]
    public void A_machine_that_is_not_listed_yet_is_not_dead()
    {
        var fleet = Given.Fleet(1, Given.Running()) with { Look = Look() };
        Assert.Contains(new ShipId("s-2222222222"), MachinePlanner.Alive(fleet, Settling, Given.Noon + TimeSpan.FromMinutes(9))!);
        Assert.Empty(MachinePlanner.Alive(fleet, Settling, Given.Noon + TimeSpan.FromMinutes(11))!);
        Assert.Null(MachinePlanner.Alive(fleet with { Look = null }, Settling, Given.Noon));
        Assert.Empty(MachinePlanner.Decide(fleet));
    }

    [Theory]
    [InlineData(nameof(ShipState.Booting), nameof(TerminationCause.Failed))]
    [InlineData(nameof(ShipState.Available), nameof(TerminationCause.Lost))]
    [InlineData(nameof(ShipState.Running), nameof(TerminationCause.Lost))]
    public void A_machine_that_ends_takes_its_ship_with_it_and_says_why(string state, string cause)
    {
        var ship = Given.In(Enum.Parse<ShipState>(state));
        var fleet = Given.Fleet(1, ship) with { Look = Look(new Machine("m-1", MachineState.Ending) { Reason = "Client.VolumeLimitExceeded: too much" }) };
        var end = Assert.IsType<FleetAction.End>(Assert.Single(MachinePlanner.Decide(fleet)));
        Assert.Equal((cause, "its machine ended: Client.VolumeLimitExceeded: too much"), (end.Cause.ToString(), end.Reason));
        Assert.Equal(ShipState.Terminated, ship.After(new ShipEvent.Ended(end.Cause, end.Reason, end.Certain)).State);
    }

    [Fact]
    public void An_address_that_came_late_is_learnt()
    {
        var ship = Given.Pending().After(new ShipEvent.Accepted("m-1", null, "t3.large"));
        var machine = new Machine("m-1", MachineState.Alive) { Block = IPNetwork.Parse("10.0.0.9/32") };
        Assert.Equal(new FleetAction.Learn(ship.Id, machine), Assert.Single(MachinePlanner.Decide(Given.Fleet(1, ship) with { Look = Look(machine) })));
        Assert.Equal(("t3.large", machine.Block), (ship.After(new ShipEvent.Accepted("m-1", machine.Block)).MachineType, ship.After(new ShipEvent.Accepted("m-1", machine.Block)).Block));
    }

    [Theory]
    [InlineData("m-1", nameof(SweepVerdict.Keep))] // a ship's
    [InlineData("m-ended", nameof(SweepVerdict.Keep))] // of an ended ship: taken down with it, not by the sweep
    [InlineData("m-reclaimed", nameof(SweepVerdict.Terminate))] // was said to be gone, and is there
    [InlineData("m-reclaimed-since", nameof(SweepVerdict.Gone))] // was said to be gone after this look was asked for
    [InlineData("m-unknown", nameof(SweepVerdict.Terminate))]
    [InlineData("m-young", nameof(SweepVerdict.Wait))]
    [InlineData("m-ordered", nameof(SweepVerdict.Adopt))]
    [InlineData("m-closed", nameof(SweepVerdict.Terminate))] // of an order that has had its answer
    [InlineData("m-dying", nameof(SweepVerdict.Gone))]
    [InlineData("m-theirs", nameof(SweepVerdict.Foreign))] // of a camp with the same name
    [InlineData("m-theirs-dying", nameof(SweepVerdict.Foreign))]
    [InlineData("m-theirs-ordered", nameof(SweepVerdict.Foreign))]
    [InlineData("m-unmarked", nameof(SweepVerdict.Foreign))]
    [InlineData("m-marked", nameof(SweepVerdict.Terminate))]
    public void What_the_sweep_does_with(string id, string verdict)
    {
        var old = Given.Noon - TimeSpan.FromHours(1);
        Machine Alive(string name, string batch = "") => new(name, MachineState.Alive) { LaunchedAt = old, Batch = batch };
        var look = Look(
            Alive("m-1"), Alive("m-ended"), Alive("m-reclaimed"), Alive("m-reclaimed-since"), Alive("m-unknown"), Alive("m-young") with { LaunchedAt = Given.Noon - TimeSpan.FromMinutes(1) },
            Alive("m-ordered", "b-open"), Alive("m-closed", "b-closed"), Alive("m-dying") with { State = MachineState.Ending },
            Alive("m-theirs") with { Fleet = "f-theirs" }, Alive("m-theirs-dying") with { Fleet = "f-theirs", State = MachineState.Ending }, Alive("m-theirs-ordered", "b-open") with { Fleet = "f-theirs" },
            Alive("m-unmarked") with { Fleet = "" }, Alive("m-marked") with { Fleet = "f-ours" });
        var open = new LaunchBatch(new BatchId("b-open"), [], "a", "", old);
        Ship Reclaimed(string ship, string machine, DateTimeOffset confirmed) => Given.Terminated(ship) with { ProviderId = machine, Reclaimed = true, MachineUntil = confirmed };
        var fleet = Given.Fleet(
            1, Given.Available("s-1"), Given.Terminated("s-2") with { ProviderId = "m-ended" },
            Reclaimed("s-3", "m-reclaimed", Given.Noon - TimeSpan.FromSeconds(1)), Reclaimed("s-4", "m-reclaimed-since", Given.Noon + TimeSpan.FromSeconds(1))) with
        {
            Fleet = new FleetId("f-ours"), Look = look, Batches = ImmutableDictionary<BatchId, LaunchBatch>.Empty.Add(open.Id, open),
        };
        Assert.Equal(verdict, Sweep.Judge(fleet, Given.Noon).Single(pair => pair.Machine.ProviderId == id).Verdict.ToString());
        Assert.Equal(["m-closed", "m-marked", "m-reclaimed", "m-unknown"], Sweep.Strays(fleet, 10, Given.Noon).Select(machine => machine.ProviderId).Order());
        Assert.Equal(2, Sweep.Strays(fleet, 2, Given.Noon).Length);
    }

    [Fact]
    public void A_ship_is_not_reclaimed_while_its_order_is_open_and_takes_its_machine_along_when_the_answer_comes_late()
    {
        var batch = new LaunchBatch(new BatchId("b-1"), [new ShipId("s-2222222222")], "a", "", Given.Noon);
        var ship = Given.Pending().After(new ShipEvent.Ordered(batch.Id, new EnrollmentToken("", Given.Noon)), new ShipEvent.Ended(TerminationCause.Organizer, "enough"));
        var fleet = Given.Fleet(0, ship) with { Batches = ImmutableDictionary<BatchId, LaunchBatch>.Empty.Add(batch.Id, batch) };
        var goals = new FleetGoals(4, TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30), ["intro"]);
        Assert.Empty(FleetPlanner.Decide(fleet, goals, null, Given.Noon));
        var late = ship.After(new ShipEvent.Accepted("m-1", Given.Block));
        Assert.Equal((ShipState.Terminated, "m-1"), (late.State, late.ProviderId));
        Assert.IsType<FleetAction.Reclaim>(Assert.Single(FleetPlanner.Decide(Given.Fleet(0, late), goals, null, Given.Noon)));
    }

    [Fact]
    public void A_machine_that_the_cloud_takes_back_is_left_in_time_and_not_before_there_is_a_better_place()
    {
        var soon = Given.Noon + TimeSpan.FromMinutes(2);
        Ship Warned(Ship ship, string id) => ship with { Id = new ShipId(id), Attendee = ship.Attendee is null ? null : new AttendeeId("a-" + id), Vitals = ship.Vitals with { InterruptedAt = soon } };
        var fleet = Given.Fleet(3, Warned(Given.Available(), "s-idle"), Warned(Given.Running(), "s-used"), Warned(Given.Running(), "s-used2"));
        Assert.Equal(["s-idle"], Leaving(fleet, Given.Noon));
        Assert.Equal(2, Leaving(fleet with { Ships = fleet.Ships.Add(new ShipId("s-new"), Given.Available("s-new")) }, Given.Noon).Count);
        Assert.Equal(3, Leaving(fleet, soon - TimeSpan.FromSeconds(29)).Count);
        var goals = new FleetGoals(4, TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30), ["intro"]);
        Assert.Contains(new FleetAction.Plan(3), FleetPlanner.Decide(fleet, goals, null, Given.Noon)); // what is being lost is replaced before it is lost
    }

    [Fact]
    public void Nobody_is_given_a_ship_whose_machine_goes_and_its_notice_outlives_later_reports()
    {
        var available = Given.Available();
        var notice = Given.Healthy(available, 2) with { Vitals = ShipVitals.None with { InterruptedAt = Given.Noon + TimeSpan.FromMinutes(2) } };
        var warned = available.After(notice, Given.Healthy(available, 3));
        Assert.Equal(Given.Noon + TimeSpan.FromMinutes(2), warned.Vitals.InterruptedAt);
        Assert.False(ShipLifecycle.Apply(warned, new ShipEvent.Claimed(new AttendeeId("a-1"), warned.Home), Given.Camp, Given.Noon).Taken);
        var end = FleetPlanner.Decide(Given.Fleet(1, warned), new FleetGoals(4, TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30), ["intro"]), null, Given.Noon).OfType<FleetAction.End>().Single();
        Assert.Equal((TerminationCause.Lost, "the cloud takes the machine back"), (end.Cause, end.Reason));
        Assert.Equal(ShipState.Terminated, warned.After(new ShipEvent.Ended(end.Cause, end.Reason, end.Certain)).State); // although its agent is there
    }

    [Fact]
    public void The_bill_runs_from_launch_until_the_machine_is_gone()
    {
        var prices = new PriceList(ImmutableSortedDictionary<string, decimal>.Empty.Add("t3.large", 0.1m), 0.01m);
        var running = Given.Pending("s-1").After(new ShipEvent.Accepted("m-1", Given.Block, "t3.large"));
        var ended = Given.Pending("s-2").After(new ShipEvent.Accepted("m-2", Given.Block, "m7i.large"), new ShipEvent.Ended(TerminationCause.Organizer, ""));
        var gone = ended.After(new ShipEvent.Reclaimed());
        var fleet = Given.Fleet(1, running, ended) with { MachineHours = ImmutableSortedDictionary<string, double>.Empty.Add("t3.large", 10) };
        var cost = FleetCost.Of(fleet, prices, Given.Noon + TimeSpan.FromHours(2));
        Assert.Equal((0.12m, 1.1m + 0.22m + 0.02m, 2, "m7i.large"), (cost.PerHour, cost.SoFar, cost.Machines, cost.Unpriced.Single()));
        Assert.Equal((0.11m, 1), (FleetCost.Of(Given.Fleet(1, running, gone), prices, Given.Noon).PerHour, FleetCost.Of(Given.Fleet(1, running, gone), prices, Given.Noon).Machines));
    }

    private static List<string> Leaving(FleetSnapshot fleet, DateTimeOffset now) => [.. Interruptions.Leaving(fleet, now).Select(ship => ship.Value).Order()];

    private static MachineLook Look(params Machine[] machines) => new(Given.Noon, [.. machines]);
}
