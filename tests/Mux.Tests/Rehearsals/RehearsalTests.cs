using Mux.Fleet;
using Mux.Orders;
using Mux.Rehearsals;
using Mux.Tests.Controller;
using Xunit;

namespace Mux.Tests.Rehearsals;

/// <summary>Rehearsals of the real mux, over its own attendees' listener, with ships that are made up.</summary>
public sealed class RehearsalTests
{
    [Fact]
    public async Task A_day_is_played_through_measured_and_nothing_of_it_is_left()
    {
        await using var jupyter = await StandInJupyter.StartAsync();
        await using var mux = await RehearsedMux.StartAsync(jupyter);
        var before = mux.Snapshot.Targets["intro"].Image;
        await mux.Get<DeployDesk>().DeployAsync(new DeployOrder("intro", "reg.example/intro:2"), RehearsedMux.By, TestContext.Current.CancellationToken);
        var current = (await mux.UntilAsync(snapshot => snapshot.Targets["intro"].Image != before)).Targets["intro"].Image;

        await mux.RehearseAsync(new RehearsalOrder(3));
        var over = await mux.UntilOverAsync();

        var report = over.Report!;
        Assert.Equal(RehearsalState.Done, over.State);
        Assert.StartsWith("Yes", report.Verdict, StringComparison.Ordinal);
        Assert.Equal(new LaunchFigures(3, 0, 3, 3), report.Launches);
        Assert.Empty(report.Failures);
        Assert.Equal([(Measures.Boot, 3), (Measures.Fleet, 1), (Measures.Notebook, 3), (Measures.Result, 3)], report.Measures.Select(measure => (measure.Name, measure.Count)));
        Assert.Equal(before, report.Deploy.Image);
        Assert.True(report.Deploy is { DeploySeconds: > 0, RollbackSeconds: > 0 });
        Assert.Equal(current, mux.Snapshot.Targets["intro"].Image);
        Assert.Equal(["room", "fleet", "attendees", "deploy", "rollback", "clearing up"], over.Steps.Select(step => step.Name));
        Assert.All(over.Steps, step => Assert.NotNull(step.EndedAt));
        Assert.Equal(3, mux.Provider.Terminations.Select(end => end.Ship).Distinct().Count());
        mux.AssertNothingIsLeft(GoalRule.Sessions, 0);
        Assert.DoesNotContain(mux.Logs.Lines, line => !line.StartsWith("Debug", StringComparison.Ordinal) && line.Contains("rehearsal_", StringComparison.Ordinal)); // secrets of links
    }

    [Fact]
    public async Task Ships_whose_cells_give_no_result_are_counted_and_the_image_that_has_no_other_is_left_alone()
    {
        await using var jupyter = await StandInJupyter.StartAsync();
        jupyter.Result = "3";
        await using var mux = await RehearsedMux.StartAsync(jupyter);

        await mux.RehearseAsync(new RehearsalOrder(2));
        var report = (await mux.UntilOverAsync()).Report!;

        Assert.Equal(Severity.Bad, report.Severity);
        Assert.StartsWith("No: 0 of 2 seats had a working notebook", report.Verdict, StringComparison.Ordinal);
        var cause = Assert.Single(report.Failures);
        Assert.Equal((FailureSteps.Cell, 2, 2, 2), (cause.Step, cause.Count, cause.Of, cause.Ships.Length));
        Assert.Contains("has had one image only", report.Deploy.Skipped, StringComparison.Ordinal);
        Assert.Empty(mux.Snapshot.Rollouts);
        mux.AssertNothingIsLeft(GoalRule.Sessions, 0);
    }

    [Fact]
    public async Task Whoever_stops_it_in_the_middle_finds_everything_as_it_was()
    {
        await using var jupyter = await StandInJupyter.StartAsync();
        jupyter.Gate = new TaskCompletionSource().Task;
        await using var mux = await RehearsedMux.StartAsync(jupyter);
        await mux.Get<FleetOrders>().SetGoalAsync(1, RehearsedMux.By, TestContext.Current.CancellationToken);
        var rehearsal = await mux.RehearseAsync(new RehearsalOrder(2));
        await jupyter.Asked.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Null((await mux.Get<RehearsalDesk>().StopAsync(rehearsal.Id.Value, RehearsedMux.By, TestContext.Current.CancellationToken)).Refusal);
        var over = await mux.UntilOverAsync();

        Assert.Equal(RehearsalState.Stopped, over.State);
        Assert.Contains("ada stopped it", over.Report!.Verdict, StringComparison.Ordinal);
        mux.AssertNothingIsLeft(GoalRule.Hand, 1);
        await mux.UntilAsync(snapshot => snapshot.Index.Free.Count == 1 && snapshot.Index.Counted == 1);
    }

    [Fact]
    public async Task One_that_is_stopped_while_ships_fail_tells_which_failed_and_why()
    {
        await using var jupyter = await StandInJupyter.StartAsync();
        await using var mux = await RehearsedMux.StartAsync(jupyter);
        mux.Provider.Refusal = "no room today";
        var rehearsal = await mux.RehearseAsync(new RehearsalOrder(2));
        await mux.UntilAsync(snapshot => snapshot.Ships.Values.Any(ship => ship.Cause == TerminationCause.LaunchRefused) && snapshot.Rehearsing?.Steps.Any(step => step.Detail.Contains("no room today", StringComparison.Ordinal)) == true);

        await mux.Get<RehearsalDesk>().StopAsync(rehearsal.Id.Value, RehearsedMux.By, TestContext.Current.CancellationToken);
        var report = (await mux.UntilOverAsync()).Report!;

        Assert.Contains("no room today", report.Verdict, StringComparison.Ordinal);
        Assert.Contains(report.Failures, cause => cause.Step == FailureSteps.Launch && cause.Cause.Contains("no room today", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_attendee_who_comes_ends_it()
    {
        await using var jupyter = await StandInJupyter.StartAsync();
        jupyter.Gate = new TaskCompletionSource().Task;
        await using var mux = await RehearsedMux.StartAsync(jupyter);
        await mux.RehearseAsync(new RehearsalOrder(1));
        await jupyter.Asked.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        using var browser = new TestBrowser(mux.Settings.AttendeeUrl);
        await browser.TryLogInAsync("Grace", mux.Settings.AccessCode);

        var over = await mux.UntilOverAsync();

        Assert.Equal(RehearsalState.Stopped, over.State);
        Assert.Contains("people go first", over.Report!.Verdict, StringComparison.Ordinal);
        Assert.Equal("Grace", Assert.Single(mux.Snapshot.Attendees.Values).Name);
        Assert.Equal(GoalRule.Sessions, mux.Snapshot.GoalRule);
    }

    [Fact]
    public async Task A_mux_that_ended_in_the_middle_clears_up_when_it_starts_again()
    {
        await using var jupyter = await StandInJupyter.StartAsync();
        jupyter.Gate = new TaskCompletionSource().Task;
        using var folder = new TemporaryFolder();
        var provider = RehearsedMux.ProviderOf(jupyter);
        await using (var mux = await RehearsedMux.StartAsync(jupyter, provider, folder))
        {
            await mux.RehearseAsync(new RehearsalOrder(2));
            await jupyter.Asked.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            Assert.NotEmpty(mux.Snapshot.Attendees);
        }

        await using var again = await WholeMux.StartAsync(provider: provider, folder: folder);
        var over = await again.UntilOverAsync();

        Assert.Equal(RehearsalState.Interrupted, over.State);
        Assert.Contains("the mux ended in the middle", over.Report!.Verdict, StringComparison.Ordinal);
        again.AssertNothingIsLeft(GoalRule.Sessions, 0);
        await again.UntilAsync(_ => !provider.Machines.Any());
    }
}
