using Mux.Rehearsals;
using Xunit;

namespace Mux.Tests.Rehearsals;

public sealed class MeasuresTests
{
    [Fact]
    public void A_percentile_is_a_time_that_was_measured()
    {
        var measure = Measures.Of("boot", Enumerable.Range(1, 60).Reverse().Select(seconds => TimeSpan.FromSeconds(seconds)), 60, TimeSpan.FromSeconds(57));
        Assert.Equal((30.0, 57.0, 60.0), (measure.P50, measure.P95, measure.Last));
        Assert.False(measure.IsMissed);
        Assert.True((measure with { Target = 56.9 }).IsMissed);
    }

    [Theory]
    [InlineData(1, 1.0, 1.0)]
    [InlineData(2, 1.0, 2.0)]
    [InlineData(20, 10.0, 19.0)]
    [InlineData(21, 11.0, 20.0)]
    public void Few_times_give_no_time_in_between(int count, double half, double most)
    {
        var measure = Measures.Of("boot", Enumerable.Range(1, count).Select(seconds => TimeSpan.FromSeconds(seconds)), count);
        Assert.Equal((half, most, (double)count), (measure.P50, measure.P95, measure.Last));
    }

    [Fact]
    public void Nothing_measured_is_no_time_and_misses_no_target()
    {
        var measure = Measures.Of("boot", [], 5, TimeSpan.FromSeconds(1));
        Assert.Equal((0, 5, null, null, null), (measure.Count, measure.Of, measure.P50, measure.P95, measure.Last));
        Assert.False(measure.IsMissed);
    }
}
