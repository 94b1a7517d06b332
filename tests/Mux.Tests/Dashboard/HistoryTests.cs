using Mux.Dashboard;
using Xunit;

namespace Mux.Tests.Dashboard;

public sealed class HistoryTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void One_sample_makes_no_line() => Assert.Null(HistoryChart.Of([Sample(0, 1)]));

    [Fact]
    public void A_count_that_jumps_is_drawn_as_a_step_over_the_whole_width()
    {
        var chart = HistoryChart.Of([Sample(0, 0), Sample(50, 0), Sample(100, 10)])!;
        Assert.Equal(10, chart.Top);
        Assert.Equal("M0 240H960V0", chart.Lines.Single(line => line.Name == "available").Path);
        Assert.Equal(10, chart.Lines.Single(line => line.Name == "available").Last);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(7, 7)]
    [InlineData(11, 20)]
    [InlineData(301, 400)]
    public void The_upper_edge_is_a_round_number_that_holds_the_most(int most, int top) => Assert.Equal(top, HistoryChart.Of([Sample(0, 0), Sample(15, most)])!.Top);

    private static FleetSample Sample(int seconds, int available) => new(Start.AddSeconds(seconds), available, 0, 0, 0, 0);
}
