using Mux.Fleet;
using Mux.Rehearsals;
using Mux.Tests.Fleet;
using Xunit;

namespace Mux.Tests.Rehearsals;

public sealed class VerdictTests
{
    private static readonly Rehearsal Sixty = new(new RehearsalId("re-1"), 60, "ada", Given.Noon, Given.Noon.AddMinutes(30), "plots", new GoalBefore(3, GoalRule.Sessions, ""));

    private static readonly RehearsalReport Well = new(Severity.Note, "", [])
    {
        Launches = new LaunchFigures(60, 10, 50, 60),
        Measures = [Seconds(Measures.Notebook, 60, 0.31, 0.5), Seconds(Measures.Result, 60, 0.9, 2)],
        Deploy = new DeployFigures("", "plots", "reg/plots@sha256:1", 20, 18),
    };

    [Fact]
    public void When_all_went_well_it_says_yes_and_how_long_it_took()
    {
        var report = RehearsalVerdict.Judge(Well, Sixty, "");
        Assert.Equal(Severity.Good, report.Severity);
        Assert.Equal("Yes: all 60 seats had a working notebook, 95 of 100 within 0.31 s of the login, with a cell's result within 0.9 s; an image was deployed and taken back.", report.Verdict);
        Assert.Empty(report.ToDo);
    }

    [Fact]
    public void A_seat_without_a_result_is_a_no_with_the_cause_and_what_to_do()
    {
        var report = RehearsalVerdict.Judge(Well with
        {
            Measures = [Seconds(Measures.Notebook, 57, 0.3, 0.5), Seconds(Measures.Result, 57, 0.9, 2)],
            Failures = [new FailureCause(FailureSteps.Launch, "not available within 300 s: plots: hook failed", 3, 53, ["s-1", "s-2", "s-3"])],
        }, Sixty, "");
        Assert.Equal(Severity.Bad, report.Severity);
        Assert.Equal("No: 57 of 60 seats had a working notebook. Most often: launch, 3 of 53: not available within 300 s: plots: hook failed.", report.Verdict);
        Assert.StartsWith("3 of 53 ships (s-1, s-2, s-3) did not come up", report.ToDo[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Launches_that_failed_and_were_replaced_are_told_though_everybody_was_served()
    {
        var report = RehearsalVerdict.Judge(Well with { Failures = [new FailureCause(FailureSteps.Launch, "no capacity", 2, 52, ["s-1", "s-2"])] }, Sixty, "");
        Assert.Equal(Severity.Warning, report.Severity);
        Assert.StartsWith("Yes, with luck: all 60 seats", report.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deploy_that_failed_is_a_no_of_its_own()
    {
        var report = RehearsalVerdict.Judge(Well with { Failures = [new FailureCause(FailureSteps.Deploy, "hook failed", 1, 60, ["s-1"])] }, Sixty, "");
        Assert.Equal(Severity.Bad, report.Severity);
        Assert.Contains("an image could not be changed", report.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missed_target_is_named_with_both_numbers()
    {
        var report = RehearsalVerdict.Judge(Well with { Measures = [Seconds(Measures.Notebook, 60, 1.2, 0.5), Seconds(Measures.Result, 60, 1.5, 2)] }, Sixty, "");
        Assert.Equal(Severity.Warning, report.Severity);
        Assert.Contains("login to notebook took 1.2 s (target 0.5 s)", report.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_tried_is_not_called_good_and_says_how_to_try_it()
    {
        var report = RehearsalVerdict.Judge(Well with { Deploy = DeployFigures.NotTried("Give another with --image.") }, Sixty, "");
        Assert.Equal(Severity.Note, report.Severity);
        Assert.EndsWith("No image was deployed.", report.Verdict, StringComparison.Ordinal);
        Assert.Equal(["Give another with --image."], report.ToDo);
    }

    [Fact]
    public void Little_room_and_leftovers_spoil_a_yes()
    {
        var tight = RehearsalVerdict.Judge(Well with { Headroom = [new Headroom("vCPUs", true, "240", "128", "Ask for more.")] }, Sixty, "");
        Assert.Equal((Severity.Warning, "vCPUs: wanted 240, there is 128. Ask for more."), (tight.Severity, tight.ToDo[0]));
        var left = RehearsalVerdict.Judge(Well with { Leftovers = ["2 of its machines are not confirmed to be gone."] }, Sixty, "");
        Assert.Equal((Severity.Warning, "2 of its machines are not confirmed to be gone."), (left.Severity, left.ToDo[0]));
    }

    [Fact]
    public void A_rehearsal_that_was_stopped_proves_nothing()
    {
        var report = RehearsalVerdict.Judge(Well with { Measures = [] }, Sixty, "ada stopped it");
        Assert.Equal(Severity.Warning, report.Severity);
        Assert.Equal("Nothing is proven: the rehearsal was stopped, since ada stopped it. Nothing had failed until then.", report.Verdict);
        Assert.Empty(RehearsalVerdict.Judge(Well with { Deploy = DeployFigures.NotTried("The rehearsal did not come so far.") }, Sixty, "ada stopped it").ToDo);
    }

    private static Measure Seconds(string name, int count, double p95, double target) => new(name, count, 60, p95 / 2, p95, p95, target);
}
