using FsCheck;
using FsCheck.Fluent;
using Mux.Providers.Ec2;
using Xunit;

namespace Mux.Tests.Providers.Ec2;

public sealed class TokenBucketTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void A_burst_is_free_and_then_everybody_waits_in_turn()
    {
        var bucket = TokenBucket.Full(5, 2, Start);
        var waits = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            (bucket, var wait) = bucket.Take(1, Start);
            waits.Add(wait.TotalSeconds);
        }

        Assert.Equal([0, 0, 0, 0, 0, 0.5, 1, 1.5], waits);
        Assert.Equal(TimeSpan.Zero, bucket.Take(1, Start + TimeSpan.FromSeconds(2)).Wait);
    }

    // What AWS allows: in no span of time more than the burst and what flows in during it.
    [Fact]
    public void No_history_of_callers_goes_beyond_the_rate() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(
        Gen.ListOf(from pause in Gen.Choose(0, 3000) from count in Gen.Choose(1, 5) select (pause, count)).ToArbitrary(),
        callers =>
        {
            var bucket = TokenBucket.Full(5, 2, Start);
            var (now, sent) = (Start, new List<(double At, int Count)>());
            foreach (var (pause, count) in callers)
            {
                now += TimeSpan.FromMilliseconds(pause);
                (bucket, var wait) = bucket.Take(count, now);
                sent.Add(((now + wait - Start).TotalSeconds, count));
            }

            for (var first = 0; first < sent.Count; first++)
            {
                var total = 0;
                for (var last = first; last < sent.Count; last++)
                {
                    total += sent[last].Count;
                    Assert.True(total <= 5 + (2 * (sent[last].At - sent[first].At)) + 1e-6);
                }
            }
        }));
}
