using Mux.Rehearsals;
using Xunit;

namespace Mux.Tests.Rehearsals;

public sealed class FailureCausesTests
{
    [Fact]
    public void The_same_cause_on_several_ships_is_told_once_with_how_many_of_how_many()
    {
        Failure[] failures =
        [
            new(FailureSteps.Launch, "ship s-2222222222: hook 20-data exited with 3", "s-2222222222"),
            new(FailureSteps.Launch, "Ship s-3333333333: hook 20-data exited with 3", "s-3333333333"),
            new(FailureSteps.Cell, "no result", "s-4444444444"),
        ];

        var causes = FailureCauses.Count(failures, step => step == FailureSteps.Launch ? 62 : 60);

        Assert.Equal(2, causes.Length);
        Assert.Equal(("launch", "the ship: hook 20-data exited with 3", 2, 62), (causes[0].Step, causes[0].Cause, causes[0].Count, causes[0].Of));
        Assert.Equal(["s-2222222222", "s-3333333333"], causes[0].Ships);
        Assert.Equal((1, 60), (causes[1].Count, causes[1].Of));
    }

    [Fact]
    public void A_cause_of_a_hostile_ship_stays_one_short_line()
    {
        var cause = Assert.Single(FailureCauses.Count([new(FailureSteps.Launch, "a\u001b[2J\r\n" + new string('x', 10_000))], _ => 1));
        Assert.DoesNotContain('\u001b', cause.Cause);
        Assert.DoesNotContain('\n', cause.Cause);
        Assert.True(cause.Cause.Length < 300);
        Assert.Empty(cause.Ships);
    }

    [Fact]
    public void A_failure_without_a_word_says_so_and_only_some_ships_are_named()
    {
        var cause = Assert.Single(FailureCauses.Count(Enumerable.Range(0, 9).Select(n => new Failure(FailureSteps.Launch, "", $"s-{n}")), _ => 9));
        Assert.Equal("no reason was given", cause.Cause);
        Assert.Equal(9, cause.Count);
        Assert.Equal(3, cause.Ships.Length);
    }
}
