using Microsoft.Extensions.Time.Testing;
using Mux.Auth;
using Xunit;

namespace Mux.Tests.Auth;

public sealed class Throttling
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void A_burst_is_allowed_then_one_guess_for_each_refill()
    {
        var throttle = new GuessThrottle(new GuessBudget(3, TimeSpan.FromSeconds(10)), 100, time);
        for (var i = 0; i < 3; i++)
        {
            Assert.Null(throttle.WaitOf("a"));
            throttle.CountWrong("a");
        }

        Assert.Equal(TimeSpan.FromSeconds(10), throttle.WaitOf("a"));
        Assert.Null(throttle.WaitOf("b"));
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(TimeSpan.FromSeconds(6), throttle.WaitOf("a"));
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Null(throttle.WaitOf("a"));
        throttle.CountWrong("a");
        Assert.NotNull(throttle.WaitOf("a"));
    }

    [Fact]
    public void A_flood_of_addresses_takes_bounded_memory_and_does_not_free_the_worst()
    {
        var throttle = new GuessThrottle(new GuessBudget(3, TimeSpan.FromMinutes(1)), 100, time);
        for (var i = 0; i < 3; i++)
        {
            throttle.CountWrong("worst");
        }

        for (var i = 0; i < 10_000; i++)
        {
            throttle.CountWrong($"address {i}");
        }

        Assert.InRange(throttle.Count, 1, 100);
        Assert.NotNull(throttle.WaitOf("worst"));
    }
}
