using System.Collections.Immutable;
using Mux.Berths;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Berths;

public sealed class Phases
{
    private static readonly TutorialTarget Target = new("plots", "registry/plots@" + TestFleet.FirstDigest, null);
    private static readonly Ship Ship = new Ship(new ShipId("s-2222222222"), new HomeId("h-2222222222"), DateTimeOffset.UnixEpoch)
    {
        Targets = ImmutableSortedDictionary<string, TutorialTarget>.Empty.Add("plots", Target),
    };

    private static readonly TutorialStatus Serving = TestFleet.Serving(Ship, "plots");

    [Fact]
    public void What_serves_the_target_is_ready() => Assert.Equal(TutorialWord.Ready, View(Serving).Phase);

    [Fact]
    public void What_was_never_reported_is_starting() => Assert.Equal(TutorialWord.Starting, TutorialWords.View(Ship, TestHost.Camp.Tutorials[0], "summer").Phase);

    [Fact]
    public void An_old_version_that_serves_while_the_new_one_is_pulled_is_updating_with_its_percentage()
    {
        var pulling = Serving with { RunningDigest = TestFleet.SecondDigest, Phase = TutorialPhase.Pulling };
        var ship = Ship with { Vitals = new ShipVitals { Tutorials = [new TutorialVitals("plots", 30, 120, 0, 0, 0, null)] } };
        var view = View(pulling, ship);
        Assert.Equal((TutorialWord.Updating, 25, true), (view.Phase, view.Percent, view.Opens));
    }

    [Fact]
    public void A_failed_update_leaves_the_old_version_ready_and_says_so()
    {
        var view = View(Serving with { RunningDigest = TestFleet.SecondDigest, Phase = TutorialPhase.Failed, Reason = "init hook exited 3" });
        Assert.Equal(TutorialWord.Ready, view.Phase);
        Assert.Contains("keep the version", view.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_with_nothing_that_serves_gives_its_reason_on_one_short_line()
    {
        var view = View(Serving with { Endpoint = null, Phase = TutorialPhase.Failed, Reason = "line one\nline two " + new string('x', 9000) });
        Assert.Equal(TutorialWord.Failed, view.Phase);
        Assert.DoesNotContain('\n', view.Detail);
        Assert.True(view.Detail.Length < 300);
    }

    [Fact]
    public void What_stopped_answering_is_restarting() => Assert.Equal(TutorialWord.Restarting, View(Serving with { Endpoint = null, Phase = TutorialPhase.Unhealthy }).Phase);

    [Fact]
    public void A_container_with_somebody_elses_home_does_not_open() => Assert.False(View(Serving with { RunningHome = "another" }).Opens);

    private static TutorialView View(TutorialStatus status, Ship? ship = null)
    {
        var whole = ship ?? Ship;
        return TutorialWords.View(whole with { Tutorials = whole.Tutorials.SetItem("plots", status) }, TestHost.Camp.Tutorials[0], "summer");
    }
}
