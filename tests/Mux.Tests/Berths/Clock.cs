using Microsoft.Extensions.Time.Testing;
using Mux.Berths;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Berths;

/// <summary>What attendees read of the camp's sessions.</summary>
public sealed class Clock
{
    private static readonly DateTimeOffset Opens = new(2027, 3, 4, 8, 0, 0, TimeSpan.Zero);
    private static readonly CampSession Morning = new("morning", Opens, Opens.AddHours(3)) { Title = "The morning", Zone = "Europe/Berlin" };
    private static readonly CampSession Afternoon = new("afternoon", Opens.AddHours(5), Opens.AddHours(8)) { Title = "The afternoon", Zone = "Europe/Berlin" };

    [Theory]
    [InlineData(-60, false, ClockPhase.Before, "The morning opens at 09:00 (Europe/Berlin).", 0)]
    [InlineData(-3000, false, ClockPhase.Before, "The morning opens Thu 4 Mar 2027 09:00 (Europe/Berlin).", 0)]
    [InlineData(10, true, ClockPhase.Open, "The morning closes at 12:00 (Europe/Berlin).", 180)]
    [InlineData(200, true, ClockPhase.Over, "The morning is over. The afternoon opens at 14:00 (Europe/Berlin).", 300)]
    [InlineData(200, false, ClockPhase.Before, "The afternoon opens at 14:00 (Europe/Berlin).", 300)]
    [InlineData(500, true, ClockPhase.Over, "The afternoon is over.", null)]
    [InlineData(500, false, ClockPhase.Over, "The afternoon is over.", null)]
    public void The_clock_names_what_comes_next_in_the_sessions_zone(int minutes, bool hasShip, ClockPhase phase, string text, int? until)
    {
        var clock = SessionClock.Of(Camp(), TimeSpan.FromHours(2), hasShip, Opens.AddMinutes(minutes))!;
        Assert.Equal((phase, text, until is { } left ? Opens.AddMinutes(left) : (DateTimeOffset?)null), (clock.Phase, clock.Text, clock.Until));
    }

    [Fact]
    public void After_the_closing_it_says_what_becomes_of_ones_work()
    {
        var note = SessionClock.Of(Camp(), TimeSpan.FromHours(2), hasShip: true, Opens.AddHours(8.5))!.Note;
        Assert.Contains("What you saved is kept. Your machine stays while you work on it, until 19:00 at the latest", note, StringComparison.Ordinal);
        Assert.Null(SessionClock.Of(FleetSnapshot.Empty, TimeSpan.FromHours(2), hasShip: true, Opens));
    }

    [Fact]
    public async Task The_page_counts_down_and_a_forgotten_page_takes_no_place_once_all_is_over()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync(new TestHostOptions { Time = time });
        var now = time.GetUtcNow();
        var ship = await host.Fleet.AddAvailableAsync();
        await host.Fleet.ChangeAsync(draft =>
        {
            draft.Put(Morning with { Opens = now.AddMinutes(-5), Closes = now.AddHours(1) });
            draft.SetDoors(true);
            draft.SetGoal(1, GoalRule.Sessions, "session morning");
        });
        using var browser = host.Browser();
        await browser.LogInAsync("Ada");
        var page = await browser.ReadAsync("/");
        Assert.Contains("The morning closes at", page, StringComparison.Ordinal);
        Assert.Contains($"datetime=\"{now.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}\" data-until", page, StringComparison.Ordinal);

        time.Advance(TimeSpan.FromHours(2));
        await host.Fleet.ChangeAsync(draft =>
        {
            draft.SetDoors(false);
            draft.Apply(ship, new ShipEvent.Ended(TerminationCause.Released, "nobody was working on it"));
        });
        var after = await browser.ReadAsync("/");
        Assert.Contains("See you again", after, StringComparison.Ordinal);
        Assert.Contains("Your machine was given back: nobody was working on it", after, StringComparison.Ordinal);
        Assert.True(host.Store.Snapshot.Line.IsEmpty);
    }

    private static FleetSnapshot Camp() => FleetSnapshot.Empty with { Sessions = Timetable.Of([Morning, Afternoon]) };
}
