using FsCheck;
using FsCheck.Fluent;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Fleet;

public sealed class ConsentTests
{
    private static readonly RolloutPolicy Policy = new(Canary: 1, Parallel: 10, MaxFailures: 1, Patience: TimeSpan.FromMinutes(5));
    private static readonly ConsentTerms Terms = new(BreakAt: Given.Noon.AddMinutes(90), Deadline: Given.Noon.AddMinutes(30));

    [Fact]
    public void Who_says_now_gets_it_after_the_time_to_save_and_the_others_are_left_alone()
    {
        var sea = Asked();
        sea.Choose("a-1", ConsentAnswer.Now);
        sea.Pass(seconds: 3);
        Assert.Equal(["s-0"], sea.Told);
        sea.Pass(seconds: 3);
        Assert.Equal(["s-0", "s-1"], sea.Told);
        sea.Take("s-1");
        sea.Pass();
        Assert.Equal(["s-0", "s-1"], sea.Told);
    }

    [Fact]
    public void Silence_is_over_at_the_deadline_and_the_break_is_kept_beyond_it()
    {
        var sea = Asked();
        sea.Choose("a-2", ConsentAnswer.Break);
        Until(sea, Terms.Deadline!.Value);
        Assert.Equal(["s-0"], sea.Told);
        sea.Pass();
        Assert.Equal(["s-0", "s-1", "s-3"], sea.Told);
        sea.Take("s-1");
        sea.Take("s-3");
        Until(sea, Terms.BreakAt!.Value);
        Assert.Equal(["s-0", "s-1", "s-3"], sea.Told);
        sea.Pass();
        Assert.Equal(["s-0", "s-1", "s-3", "s-2"], sea.Told);
    }

    [Fact]
    public void Waves_wait_for_one_another_and_for_the_pause_between_them()
    {
        var ships = Enumerable.Range(1, 5).Select(i => Given.Running($"a-{i}", $"s-{i}")).Append(Given.Available("s-0"));
        var sea = new Sea([.. ships], Policy with { Wave = 2, WavePause = TimeSpan.FromMinutes(1) });
        sea.PassTwice();
        sea.Take("s-0");
        sea.Pass();
        Assert.Equal(["s-0", "s-1", "s-2"], sea.Told);
        sea.Take("s-1");
        sea.Pass(seconds: 120);
        Assert.Equal(3, sea.Told.Count);
        sea.Take("s-2");
        sea.Pass(seconds: 1);
        sea.Pass(seconds: 50);
        Assert.Equal(3, sea.Told.Count);
        sea.Pass(seconds: 10);
        Assert.Equal(["s-0", "s-1", "s-2", "s-3", "s-4"], sea.Told);
    }

    [Fact]
    public void Nobody_is_asked_where_the_author_set_neither_deadline_nor_break() =>
        Assert.Null((Asked().Rollout with { Terms = null }).DueAt(new AttendeeId("a-1")));

    [Fact]
    public void No_attendee_is_switched_before_the_time_that_is_theirs_and_all_are_in_the_end() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(100),
        Prop.ForAll((from wave in Gen.Choose(1, 4) from pause in Gen.Choose(0, 90) from choices in Gen.ArrayOf(Gen.Choose(0, 2), 6) from at in Gen.ArrayOf(Gen.Choose(1, 290), 6) select (wave, pause, choices, at)).ToArbitrary(), given =>
        {
            var sea = new Sea([Given.Available("s-0"), .. Enumerable.Range(1, 6).Select(i => Given.Running($"a-{i}", $"s-{i}"))], Policy with { Wave = given.wave, WavePause = TimeSpan.FromSeconds(given.pause) });
            sea.Rollout = sea.Rollout with { Terms = new ConsentTerms(Given.Noon.AddMinutes(10), Given.Noon.AddMinutes(5)) };
            for (var pass = 0; sea.Rollout.IsOpen && pass < 2000; pass++)
            {
                for (var i = 1; i <= 6; i++)
                {
                    if (given.choices[i - 1] != 0 && sea.Now >= Given.Noon.AddSeconds(given.at[i - 1]) && !sea.Rollout.Answers.ContainsKey($"a-{i}"))
                    {
                        sea.Choose($"a-{i}", given.choices[i - 1] == 1 ? ConsentAnswer.Now : ConsentAnswer.Break);
                    }
                }

                var told = sea.Told.Count;
                sea.Pass();
                Assert.All(sea.Told.Skip(told), ship => Assert.True(sea.Rollout.DueAt(sea.Fleet.Ships[new ShipId(ship)].Attendee) is not { } due || sea.Now >= due));
                sea.Rollout.Ships.Values.Where(part => part.Step == RolloutStep.Starting).ToList().ForEach(part => sea.Take(part.Ship.Value));
            }

            Assert.Equal((RolloutState.Succeeded, 7), (sea.Rollout.State, sea.Told.Count));
            Assert.True(sea.MostInUseAtOnce <= given.wave);
        }));

    // The canary has it; three attendees are asked.
    private static Sea Asked()
    {
        var sea = new Sea([Given.Available("s-0"), .. Enumerable.Range(1, 3).Select(i => Given.Running($"a-{i}", $"s-{i}"))], Policy);
        sea.Rollout = sea.Rollout with { Terms = Terms };
        sea.PassTwice();
        sea.Take("s-0");
        sea.Pass();
        return sea;
    }

    private static void Until(Sea sea, DateTimeOffset time)
    {
        while (sea.Now < time - TimeSpan.FromSeconds(10))
        {
            sea.Pass();
        }
    }
}
