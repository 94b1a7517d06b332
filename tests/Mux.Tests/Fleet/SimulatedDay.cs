using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Fleet;

/// <summary>A camp's day with compressed time: two sessions with a break, people who come early, late, unannounced or not at all. Planners and store's line in one thread.</summary>
public sealed class SimulatedDay
{
    private static readonly DateTimeOffset Midnight = Given.Noon.Date;
    private static readonly SessionGoals Goals = new(MaxShips: 60, Standing: 0, Floor: 1, MaxBooting: 8, OpenAt: 4, BootTimeout: TimeSpan.FromMinutes(5), IdleAfter: null, Linger: TimeSpan.FromHours(2));

    private static readonly CampSession Morning = new("morning", Midnight.AddHours(9), Midnight.AddHours(11)) { Seats = 30, Spare = 2, WarmBy = Midnight.AddHours(8.75) };
    private static readonly CampSession Afternoon = new("afternoon", Midnight.AddHours(15), Midnight.AddHours(17)) { Seats = 40, Spare = 2, NoShows = 25, WarmBy = Midnight.AddHours(14.75) };

    [Fact]
    public void The_fleet_is_there_in_time_serves_everybody_in_order_and_is_gone_at_night()
    {
        var day = new CampDay(Goals, [Morning, Afternoon]);
        day.RunUntil(Midnight.AddHours(8));
        Assert.Equal(1, day.Available); // the floor, hours before anybody comes
        day.RunUntil(Morning.WarmBy);
        Assert.True(day.Available >= Morning.Wanted, $"{day.Available} of {Morning.Wanted} ships at warm_by");
        Assert.False(day.Fleet.DoorsOpen);

        day.Arrive(20);
        day.RunUntil(Morning.Opens.AddSeconds(-10));
        Assert.Equal((0, 20), (day.Fleet.Berths.Count, day.Fleet.Line.Count));
        day.RunUntil(Morning.Opens.AddSeconds(10));
        Assert.Equal((20, 0), (day.Fleet.Berths.Count, day.Fleet.Line.Count));

        day.Arrive(25); // fifteen more than there are seats
        day.RunUntil(Morning.Opens.AddMinutes(10));
        Assert.Equal((45, 0), (day.Fleet.Berths.Count, day.Fleet.Line.Count));
        Assert.True(day.InOrder);
        var largest = day.Live;
        day.RunUntil(Morning.Closes.AddSeconds(-10));
        Assert.Equal(largest, day.Live); // never smaller inside a session

        day.Work(5, until: Midnight.AddHours(11.5));
        day.RunUntil(Morning.Closes.AddMinutes(2));
        Assert.Equal((45, 1), (day.Fleet.Count(ShipState.Running), day.Available));
        Assert.False(day.Fleet.DoorsOpen);
        day.RunUntil(Morning.Closes.AddMinutes(25));
        Assert.Equal(5, day.Fleet.Count(ShipState.Running)); // those who still work
        day.RunUntil(Midnight.AddHours(12));
        Assert.Equal((0, 1), (day.Fleet.Count(ShipState.Running), day.Live));

        day.RunUntil(Afternoon.WarmBy);
        Assert.True(day.Available >= Afternoon.Wanted, $"{day.Available} of {Afternoon.Wanted} ships at warm_by");
        day.RunUntil(Afternoon.Closes.AddHours(1));
        Assert.Equal(1, day.Live);
        Assert.Equal(day.Booked, day.Ended); // each ship that was made was given back but the floor's
    }

    [Fact]
    public void More_than_the_maximum_wait_and_get_in_when_somebody_leaves()
    {
        var day = new CampDay(Goals, [Morning]);
        day.RunUntil(Morning.Opens.AddMinutes(1));
        day.Arrive(64);
        day.RunUntil(Morning.Opens.AddMinutes(20));
        Assert.Equal((60, 4, 60), (day.Fleet.Berths.Count, day.Fleet.Line.Count, day.Live));
        day.Leave(4);
        day.RunUntil(Morning.Opens.AddMinutes(30));
        Assert.Equal(60, day.Fleet.Count(ShipState.Running));
        Assert.True(day.InOrder);
    }
}
