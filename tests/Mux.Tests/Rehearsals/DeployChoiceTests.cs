using System.Collections.Immutable;
using Mux.Fleet;
using Mux.Rehearsals;
using Mux.Tests.Fleet;
using Xunit;

namespace Mux.Tests.Rehearsals;

public sealed class DeployChoiceTests
{
    private static readonly Rehearsal One = new(new RehearsalId("re-1"), 2, "ada", Given.Noon, Given.Noon.AddMinutes(30), "intro", new GoalBefore(3, GoalRule.Sessions, "")) { ImageBefore = Given.OldTarget.Image };
    private static readonly string Other = Given.NewTarget.Image;

    [Fact]
    public void Without_an_earlier_image_none_is_deployed_and_it_says_how_to_give_one()
    {
        var choice = DeployChoice.Of(Given.Fleet(1), One);
        Assert.Equal("", choice.Image);
        Assert.Contains("mux rehearse --tutorial intro --image IMAGE", choice.WhyNot, StringComparison.Ordinal);
    }

    [Fact]
    public void The_one_before_is_taken_but_never_one_that_was_halted()
    {
        Assert.Equal(Other, DeployChoice.Of(Fleet(Rollout(1, Given.OldTarget.Image, previous: Other)), One).Image);
        var halted = Rollout(2, Given.Target('9').Image, previous: Given.OldTarget.Image) with { State = RolloutState.Halted };
        Assert.Equal("", DeployChoice.Of(Fleet(halted), One).Image);
        Assert.Equal(Other, DeployChoice.Of(Fleet(halted, Rollout(1, Given.OldTarget.Image, previous: Other)), One).Image);
    }

    [Fact]
    public void The_one_that_is_given_is_taken_unless_it_runs_already_or_people_are_there()
    {
        Assert.Equal(Other, DeployChoice.Of(Given.Fleet(1), One with { Image = Other }).Image);
        Assert.Contains("proves nothing", DeployChoice.Of(Given.Fleet(1), One with { Image = Given.OldTarget.Image }).WhyNot, StringComparison.Ordinal);
        var ada = new Attendee(new AttendeeId("a-1"), "Ada", "ada", "", null, Given.Noon, 1, "");
        Assert.Contains("People are at work", DeployChoice.Of(Given.Fleet(1).With(ada), One with { Image = Other }).WhyNot, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_its_own_deploy_is_taken_back_and_only_once()
    {
        var own = Rollout(1, Other, previous: Given.OldTarget.Image) with { By = One.Actor };
        Assert.Equal(own.Id, DeployChoice.ToUndo(Fleet(own), One)?.Id);
        Assert.Null(DeployChoice.ToUndo(Fleet(own, Rollout(2, Given.Target('9').Image, previous: Other)), One));
        var back = Rollout(3, Given.OldTarget.Image, previous: Other) with { By = One.Actor, Undoes = own.Id };
        Assert.Null(DeployChoice.ToUndo(Fleet(own, back), One));
        Assert.Empty(ClearingStep.Leftovers(Fleet(own, back), One));
        Assert.Contains("mux rollout rollback intro", Assert.Single(ClearingStep.Leftovers(Fleet(own, back with { State = RolloutState.Halted }), One)), StringComparison.Ordinal);
    }

    private static FleetSnapshot Fleet(params Rollout[] rollouts) => Given.Fleet(1) with { Rollouts = rollouts.ToImmutableDictionary(rollout => rollout.Id) };

    private static Rollout Rollout(int minute, string image, string previous) => new(new RolloutId($"r-{minute}"), "intro", image, image, previous, "ada", Given.Noon.AddMinutes(minute)) { State = RolloutState.Succeeded };
}
