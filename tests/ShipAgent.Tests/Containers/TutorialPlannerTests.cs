using Contracts.Control;
using ShipAgent.Containers;
using Xunit;

namespace ShipAgent.Tests.Containers;

public sealed class TutorialPlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 9, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly WantedTutorial Old = Want("a", 1);
    private static readonly WantedTutorial New = Want("b", 2);

    [Fact]
    public void Nothing_there_is_a_first_launch() =>
        Assert.Equal([new Launch(Old, First: true)], Plan(View(Old)));

    [Fact]
    public void What_runs_as_wanted_is_left_alone() => Assert.Empty(Plan(View(Old, Serving(Old))));

    [Fact]
    public void A_changed_spec_launches_beside_the_serving_container() =>
        Assert.Equal([new Launch(New, First: false)], Plan(View(New, Serving(Old))));

    [Fact]
    public void A_launch_under_way_is_waited_for() =>
        Assert.Empty(Plan(View(New, Serving(Old), Candidate(New)) with { LaunchingHash = New.Hash }));

    [Fact]
    public void A_launch_that_nobody_wants_any_more_is_cancelled()
    {
        Assert.Equal([new CancelLaunch()], Plan(View(Old, Serving(Old)) with { LaunchingHash = New.Hash }));
        Assert.Equal([new CancelLaunch()], Plan(View(null) with { LaunchingHash = New.Hash }));
    }

    [Fact]
    public void A_tutorial_that_is_not_named_is_removed() =>
        Assert.Equal([new Retire("s1")], Plan(View(null, Serving(Old))));

    [Fact]
    public void The_older_of_two_that_served_goes_once_the_mux_knows_and_requests_have_ended()
    {
        var view = View(New, Serving(Old), Serving(New, id: "s2", born: 2));

        Assert.Empty(Plan(view with { Switch = new SwitchFact(Now, Reported: false) }));
        Assert.Empty(Plan(view with { Switch = new SwitchFact(Now, Reported: true) }));
        Assert.Equal([new Retire("s1")], Plan(view with { Switch = new SwitchFact(Now - TutorialPlanner.Drain, Reported: true) }));
        Assert.Equal([new Retire("s1")], Plan(view with { Switch = new SwitchFact(Now - TutorialPlanner.LongestDrain, Reported: false) }));
    }

    [Fact]
    public void A_candidate_without_a_launch_is_what_a_dead_agent_left() =>
        Assert.Contains(new Retire("c1"), Plan(View(New, Serving(New), Candidate(New))));

    [Fact]
    public void A_failed_replacement_is_not_tried_again_until_the_spec_changes()
    {
        var view = View(New, Serving(Old)) with { Failure = Failed(New, Now - TimeSpan.FromDays(1)) };

        Assert.Empty(Plan(view));
        Assert.Equal([new Launch(New with { Generation = 3 }, First: false)], Plan(view with { Wanted = New with { Generation = 3 } }));
    }

    [Fact]
    public void An_outage_says_nothing_about_the_image_and_is_retried() =>
        Assert.Single(Plan(View(New, Serving(Old)) with { Failure = Failed(New, Now - TimeSpan.FromMinutes(2)) with { IsOutage = true } }));

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(1, 3, true)]
    [InlineData(5, 10, false)]
    [InlineData(50, 61, true)]
    public void A_failed_first_start_is_retried_ever_more_slowly_up_to_a_minute(int attempts, int secondsAgo, bool again)
    {
        var failure = Failed(Old, Now - TimeSpan.FromSeconds(secondsAgo)) with { Attempts = attempts };

        Assert.Equal(again, Plan(View(Old) with { Failure = failure }).Count == 1);
    }

    [Fact]
    public void Going_back_to_what_serves_needs_nothing() =>
        Assert.Empty(Plan(View(Old, Serving(Old)) with { Failure = Failed(New, Now) }));

    [Fact]
    public void A_dead_container_is_repaired_at_once_and_then_ever_more_slowly()
    {
        var view = View(Old, Serving(Old) with { Running = false });

        Assert.Equal([new Repair("s1", "the container has ended")], Plan(view));
        Assert.Empty(Plan(view with { Repairs = new RepairTally(2, Now - TimeSpan.FromSeconds(3)) }));
        Assert.Single(Plan(view with { Repairs = new RepairTally(2, Now - TimeSpan.FromSeconds(4)) }));
        Assert.Empty(Plan(view with { Repairing = true }));
    }

    [Fact]
    public void A_Jupyter_that_missed_three_questions_is_repaired()
    {
        Assert.Empty(Plan(View(Old, Serving(Old)) with { Misses = 2 }));
        Assert.IsType<Repair>(Assert.Single(Plan(View(Old, Serving(Old)) with { Misses = 3 })));
    }

    [Fact]
    public void What_three_repairs_did_not_mend_is_made_anew()
    {
        var view = View(Old, Serving(Old) with { Running = false }) with { Repairs = new RepairTally(3, Now - TimeSpan.FromMinutes(1)) };

        Assert.Equal([new Launch(Old, First: true)], Plan(view));
        Assert.Empty(Plan(view with { LaunchingHash = Old.Hash }));
    }

    [Fact]
    public void The_old_one_is_repaired_while_its_replacement_is_pulled() =>
        Assert.Equal([new Repair("s1", "the container has ended")], Plan(View(New, Serving(Old) with { Running = false }) with { LaunchingHash = New.Hash }));

    [Fact]
    public void In_no_state_is_the_serving_container_removed_while_its_tutorial_is_wanted()
    {
        foreach (var (launching, misses, running, promoted, reported) in
            from launching in new[] { null, "a", "b" }
            from misses in new[] { 0, 5 }
            from running in new[] { true, false }
            from promoted in new[] { true, false }
            from reported in new[] { true, false }
            select (launching, misses, running, promoted, reported))
        {
            var view = View(New, Serving(Old) with { Running = running }, Candidate(New) with { Promoted = promoted }) with
            {
                LaunchingHash = launching,
                Misses = misses,
                Failure = Failed(New, Now),
                Switch = new SwitchFact(DateTimeOffset.MinValue, reported),
            };

            Assert.DoesNotContain(Plan(view), action => action is Retire retire && retire.ContainerId == view.Serving!.Id);
        }
    }

    private static IReadOnlyList<TutorialAction> Plan(TutorialView view) => TutorialPlanner.Plan(view, Now);

    private static TutorialView View(WantedTutorial? wanted, params ContainerFact[] containers) =>
        new(wanted, containers, null, false, null, RepairTally.None, 0, null);

    private static WantedTutorial Want(string hash, ulong generation) => new(new TutorialSpec { Name = "intro" }, hash, generation);

    private static ContainerFact Serving(WantedTutorial of, string id = "s1", long born = 1) => new(id, of.Name, of.Hash, true, true, born, "10.0.0.1");

    private static ContainerFact Candidate(WantedTutorial of) => new("c1", of.Name, of.Hash, false, true, 9, "10.0.0.2");

    private static LaunchFailure Failed(WantedTutorial wanted, DateTimeOffset at) => new(wanted.Hash, wanted.Generation, 1, at, false, "it broke", 1, "");
}
