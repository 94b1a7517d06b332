using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Fleet;

public sealed class ShipFilterTests
{
    private static readonly FleetSnapshot Fleet = Given.Fleet(5, Given.Available("s-2222222222"), Given.Running("a-1", "s-3333333333"), Sick("s-4444444444"), Given.Terminated("s-5555555555"), Given.Booting("s-6666666666"))
        .With(new Attendee(new AttendeeId("a-1"), "Ada", "ADA", "", new HomeId("h-1"), Given.Noon, null, ""));

    [Theory]
    [InlineData("", "2346")]
    [InlineData("available", "2")]
    [InlineData("terminated", "5")]
    [InlineData("failed", "4")]
    [InlineData("quarantined", "")]
    public void A_state_or_what_cuts_across_them_narrows(string state, string ships) => Assert.Equal(ships, Found(new ShipFilter(State: state)));

    [Theory]
    [InlineData("ready", "23")]
    [InlineData("failed", "4")]
    [InlineData("coming", "6")]
    [InlineData("behind", "")]
    public void So_does_how_a_tutorial_stands(string phase, string ships)
    {
        Assert.Equal(ships, Found(new ShipFilter(Tutorial: "intro", Phase: phase)));
        Assert.Equal(ships, Found(new ShipFilter(Phase: phase)));
        Assert.Equal("", Found(new ShipFilter(Tutorial: "other", Phase: phase)));
    }

    [Theory]
    [InlineData("ada", "3")]
    [InlineData("HOOK", "4")]
    [InlineData("s-22", "2")]
    [InlineData("intro", "2346")]
    [InlineData("11111", "234")]
    public void A_text_is_looked_for_in_what_the_table_shows(string text, string ships) => Assert.Equal(ships, Found(new ShipFilter(text)));

    [Fact]
    public void A_ship_that_serves_an_older_image_is_behind_whatever_else()
    {
        var behind = Given.Running("a-9", "s-7777777777").After(new ShipEvent.Retargeted(Given.NewTarget));
        Assert.Equal([behind], new ShipFilter(Phase: "behind").Of(Given.Fleet(1, behind, Given.Available()), Given.Noon));
    }

    [Fact]
    public void A_ship_is_of_the_session_that_closes_first_after_it_was_made()
    {
        var table = Timetable.Of([new CampSession("early", Given.Noon.AddHours(-5), Given.Noon.AddHours(-1)), new CampSession("now", Given.Noon.AddHours(-1), Given.Noon.AddHours(1))]);
        Assert.Equal("2346", Found(new ShipFilter(Session: "now"), Fleet with { Sessions = table }));
        Assert.Equal("", Found(new ShipFilter(Session: "early"), Fleet with { Sessions = table }));
    }

    private static Ship Sick(string id)
    {
        var ship = Given.Booting(id);
        return ship.After(Given.Report(1, ship.Generation, Given.Status(ship, TutorialPhase.Failed, null) with { Reason = "hook failed" }));
    }

    private static string Found(ShipFilter filter, FleetSnapshot? fleet = null) => string.Concat(filter.Of(fleet ?? Fleet, Given.Noon).Select(ship => ship.Id.Value[2]).Order());
}
