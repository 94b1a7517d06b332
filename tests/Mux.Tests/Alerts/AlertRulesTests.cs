using System.Collections.Immutable;
using Mux.Alerts;
using Mux.Fleet;
using Mux.Tests.Fleet;
using Xunit;

namespace Mux.Tests.Alerts;

public sealed class AlertRulesTests
{
    private const long GiB = 1L << 30;
    private static readonly AlertLimits Limits = new(MaxShips: 4, SlowBoot: TimeSpan.FromMinutes(3));

    [Fact]
    public void A_camp_that_is_well_has_no_alerts()
    {
        var facts = new AlertFacts { MuxDisk = new DiskSpace(90 * GiB, 100 * GiB), Keys = [new("The key", Given.Noon.AddDays(90), TimeSpan.FromDays(14), "")] };
        Assert.Empty(Find(Given.Fleet(3, Given.Available("s-2222222222"), Given.Running("a-1", "s-3333333333"), Given.Booting("s-4444444444")), facts));
    }

    [Fact]
    public void Ships_that_do_not_come_up_are_told_with_a_reason()
    {
        var fleet = Given.Fleet(2, Sick("s-2222222222", "hook failed"), Given.Booting("s-3333333333"));
        var finding = Assert.Single(Find(fleet, at: Given.Noon.AddMinutes(4)), one => one.Kind == AlertKind.StuckBoots);
        Assert.Equal((Severity.Bad, true), (finding.Severity, finding.Raises));
        Assert.Contains("2 ships do not come up", finding.Text, StringComparison.Ordinal);
        Assert.Contains("hook failed", finding.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Find(fleet, at: Given.Noon.AddMinutes(2)), one => one.Kind == AlertKind.StuckBoots);
        Assert.False(Assert.Single(Find(Given.Fleet(1, Given.Booting()), at: Given.Noon.AddMinutes(4))).Raises); // one that is late is no alert yet
        var given = Given.Booting().After(new ShipEvent.Ended(TerminationCause.BootTimeout, "its agent never called"));
        Assert.True(Assert.Single(Find(Given.Fleet(1, given), at: Given.Noon.AddMinutes(1))).Raises);
        Assert.Empty(Find(Given.Fleet(1, given), at: Given.Noon.AddMinutes(11)));
    }

    [Fact]
    public void An_image_that_fails_on_several_ships_is_one_alert_with_what_its_hook_wrote()
    {
        var fleet = Given.Fleet(3, Sick("s-2222222222", "hook failed"), Sick("s-3333333333", "hook failed"), Given.Available("s-4444444444"));
        var finding = Assert.Single(Find(fleet));
        Assert.Equal((AlertKind.FailingImage, Severity.Bad, true, "last words"), (finding.Kind, finding.Severity, finding.Raises, finding.Output));
        Assert.Contains("fails on 2 of 3 ships: hook failed (exit code 3)", finding.Text, StringComparison.Ordinal);
        Assert.False(Assert.Single(Find(Given.Fleet(2, Sick("s-2222222222", "hook failed"), Given.Available("s-4444444444")))).Raises);
    }

    [Fact]
    public void A_rollout_that_was_halted_is_an_alert_until_another_begins()
    {
        var rollout = new Rollout(new RolloutId("r-1"), "intro", Given.NewTarget.Image, "intro:2", Given.OldTarget.Image, "me", Given.Noon)
        {
            State = RolloutState.Halted,
            Ships = ImmutableSortedDictionary<string, RolloutShip>.Empty.Add("s-2222222222", new RolloutShip(new ShipId("s-2222222222"), RolloutStep.Failed, "hook failed", "last words", 3, Given.Noon)),
        };
        var fleet = Given.Fleet(1, Given.Available()) with { Rollouts = ImmutableDictionary<RolloutId, Rollout>.Empty.Add(rollout.Id, rollout) };
        var finding = Assert.Single(Find(fleet));
        Assert.Equal((AlertKind.FailingImage, "last words", rollout.Id), (finding.Kind, finding.Output, finding.Rollout!.Value));
        var next = rollout with { Id = new RolloutId("r-2"), State = RolloutState.Running, StartedAt = Given.Noon.AddMinutes(1) };
        Assert.Empty(Find(fleet with { Rollouts = fleet.Rollouts.Add(next.Id, next) }));
    }

    [Theory]
    [InlineData(90, 100, null, null)]
    [InlineData(1.5, 100, true, "Warning")]
    [InlineData(0.5, 100, true, "Bad")]
    [InlineData(6.5, 100, false, "Warning")]
    [InlineData(40, 2000, null, null)]
    [InlineData(1.5, 10, false, "Warning")]
    public void A_disk_is_full_below_one_mark_and_well_again_only_above_another(double free, double total, bool? raises, string? severity)
    {
        var findings = Find(Given.Fleet(1, Given.Available()), new AlertFacts { MuxDisk = new DiskSpace((long)(free * GiB), (long)(total * GiB)) });
        Assert.Equal((raises, severity), (findings.FirstOrDefault()?.Raises, findings.FirstOrDefault()?.Severity.ToString()));
    }

    [Fact]
    public void Ships_with_full_disks_are_one_alert_that_names_the_worst()
    {
        var finding = Assert.Single(Find(Given.Fleet(3, WithDisk("s-2222222222", GiB / 4), WithDisk("s-3333333333", GiB / 8), WithDisk("s-4444444444", 50 * GiB))));
        Assert.Equal((AlertKind.ShipDisk, "s-3333333333", true), (finding.Kind, finding.Ship!.Value.Value, finding.Raises));
        Assert.Contains("2 ships have little disk left", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void People_who_wait_for_a_fleet_that_cannot_grow_are_told_with_the_cause()
    {
        var waiting = Waiting(Given.Fleet(4, Given.Running("a-1", "s-2222222222"), Given.Running("a-2", "s-3333333333")), 3);
        Assert.Empty(Find(waiting)); // it grows
        Assert.Contains("the goal is 2 ships, by hand", Capacity(waiting with { Goal = 2, GoalRule = GoalRule.Hand }).Text, StringComparison.Ordinal);
        Assert.Contains("launching is stopped (AuthFailure)", Capacity(waiting with { Board = new LaunchBoard { Stop = new LaunchStop("AuthFailure", "not you.", "Mend it.") } }).Text, StringComparison.Ordinal);
        var full = Waiting(Given.Fleet(4, [.. Enumerable.Range(2, 4).Select(i => Given.Running($"a-{i}", "s-" + new string((char)('0' + i), 10)))]), 3);
        Assert.Contains("fleet.max_ships", Capacity(full).Text, StringComparison.Ordinal);
        Assert.Empty(Find(full with { DoorsOpen = false }));
        var board = LaunchBoard.Clear.NoRoom("zone a", "no capacity in zone a", Given.Noon);
        var short1 = Waiting(Given.Fleet(4, Given.Running("a-1", "s-2222222222"), Given.Pending("s-3333333333")), 3) with { Board = board };
        Assert.Contains("no capacity in zone a", Capacity(short1).Text, StringComparison.Ordinal);
        Assert.Contains(Find(short1), finding => finding is { Kind: AlertKind.Launches, Subject: "shortfall" });
    }

    [Fact]
    public void Certificates_that_end_soon_are_told_each_in_its_own_time()
    {
        var facts = new AlertFacts
        {
            Keys = [new("The listener's", Given.Noon.AddDays(10), TimeSpan.FromDays(14), "renew"), new("The authority's", Given.Noon.AddDays(20), TimeSpan.FromDays(14), ""), new("The old one's", Given.Noon.AddDays(-1), TimeSpan.FromDays(14), "")],
            AgentCertificates = ImmutableDictionary<ShipId, DateTimeOffset>.Empty.Add(new ShipId("s-2222222222"), Given.Noon.AddHours(20)).Add(new ShipId("s-3333333333"), Given.Noon.AddHours(40)),
        };
        var findings = Find(Given.Fleet(2, Given.Available("s-2222222222"), Given.Available("s-3333333333")), facts);
        Assert.Equal([(AlertKind.Certificate, "The listener's", Severity.Warning), (AlertKind.Certificate, "The old one's", Severity.Bad), (AlertKind.AgentCertificates, "agents", Severity.Warning)], findings.Select(one => (one.Kind, one.Subject, one.Severity)));
        Assert.Contains("1 agent has not renewed", findings[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Ships_lost_in_number_and_homes_that_are_not_copied_are_told()
    {
        Ship Lost(string id) => Given.Available(id).After(new ShipEvent.Ended(TerminationCause.Lost, "the machine is gone", Certain: true));
        Assert.False(Assert.Single(Find(Given.Fleet(2, Lost("s-2222222222"), Given.Available("s-4444444444")))).Raises);
        var finding = Assert.Single(Find(Given.Fleet(2, Lost("s-2222222222"), Lost("s-3333333333"), Given.Available("s-4444444444"))));
        Assert.Equal((AlertKind.ShipsLost, true), (finding.Kind, finding.Raises));
        var homes = new AlertFacts { Homes = [new FailingHome(new ShipId("s-4444444444"), "too large", 2), new FailingHome(new ShipId("s-9999999999"), "too large", 9)] };
        Assert.Contains("The files of 1 ship are not copied to the mux (too large)", Assert.Single(Find(Given.Fleet(1, Given.Available("s-4444444444")), homes)).Text, StringComparison.Ordinal);
    }

    private static ImmutableArray<AlertFinding> Find(FleetSnapshot fleet, AlertFacts? facts = null, DateTimeOffset? at = null) => AlertRules.Find(fleet, facts ?? AlertFacts.None, Limits, at ?? Given.Noon);

    private static AlertFinding Capacity(FleetSnapshot fleet) => Assert.Single(Find(fleet), finding => finding.Kind == AlertKind.NoCapacity);

    private static Ship Sick(string id, string reason)
    {
        var ship = Given.Booting(id);
        return ship.After(Given.Report(1, ship.Generation, Given.Status(ship, TutorialPhase.Failed, null) with { Reason = reason, ExitCode = 3, LogTail = "last words" }));
    }

    private static Ship WithDisk(string id, long free)
    {
        var ship = Given.Available(id);
        return ship with { Vitals = ship.Vitals with { DiskFreeBytes = free, DiskUsedBytes = 10 * GiB } };
    }

    private static FleetSnapshot Waiting(FleetSnapshot fleet, int people) => Enumerable.Range(1, people).Aggregate(
        fleet with { DoorsOpen = true },
        (at, i) => at.With(new Attendee(new AttendeeId($"a-w{i}"), $"Ada {i}", $"ADA {i}", "", new HomeId($"h-{i}"), Given.Noon, i, "")));
}
