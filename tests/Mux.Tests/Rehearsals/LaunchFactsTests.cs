using Mux.Fleet;
using Mux.Rehearsals;
using Mux.Tests.Fleet;
using Xunit;

namespace Mux.Tests.Rehearsals;

public sealed class LaunchFactsTests
{
    private static readonly Rehearsal Three = new(new RehearsalId("re-1"), 3, "ada", Given.Noon, Given.Noon.AddMinutes(30), "intro", new GoalBefore(3, GoalRule.Sessions, ""));

    [Fact]
    public void Boots_of_ships_that_were_launched_are_measured_and_those_before_are_not()
    {
        var old = Given.Available("s-2222222222") with { CreatedAt = Given.Noon.AddHours(-1), FirstAvailableAt = Given.Noon.AddMinutes(-59) };
        var facts = LaunchFacts.Of(Given.Fleet(3, old, Booted("s-3333333333", 40), Booted("s-4444444444", 55)), Three, before: 1);
        Assert.Equal(new LaunchFigures(3, 1, 2, 3), facts.Figures);
        Assert.Equal((2, 2, 40.0, 55.0), (facts.Boots.Count, facts.Boots.Of, facts.Boots.P50, facts.Boots.Last));
        Assert.Empty(facts.Failures);
    }

    [Fact]
    public void What_did_not_come_up_is_told_in_the_fleets_own_words()
    {
        var slow = Given.Booting("s-2222222222").After(new ShipEvent.Ended(TerminationCause.BootTimeout, "not available within 300 s: its agent never called"));
        var sick = Given.Booting("s-3333333333");
        sick = sick.After(Given.Report(1, sick.Generation, Given.Status(sick, TutorialPhase.Failed, null) with { Reason = "hook 20-data exited with 3" }));
        var tooMany = Given.Available("s-4444444444").After(new ShipEvent.Ended(TerminationCause.ScaledIn, "the organizer wants fewer ships"));
        var fleet = Given.Fleet(3, slow, sick, tooMany) with { Board = new LaunchBoard { Stop = new LaunchStop("VcpuLimitExceeded", "no more vCPUs.", "Ask for more.") } };

        var causes = LaunchFacts.Of(fleet, Three, before: 0).Failures.Select(failure => failure.Cause).Order(StringComparer.Ordinal);

        Assert.Equal(["not available within 300 s: its agent never called", "nothing is launched (VcpuLimitExceeded): no more vCPUs. Ask for more.", "still booting: intro: hook 20-data exited with 3"], causes);
    }

    private static Ship Booted(string id, int seconds) => Given.Available(id) with { FirstAvailableAt = Given.Noon.AddSeconds(seconds) };
}
