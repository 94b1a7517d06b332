using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Mux.Controller;
using Mux.Tests.Store;
using Xunit;

namespace Mux.Tests.Controller;

public sealed class MachineWatchTests
{
    [Fact]
    public async Task A_clock_that_is_set_back_makes_the_mux_not_blind()
    {
        using var folder = new TemporaryFolder();
        await using var store = await OpenStore.AtAsync(folder.At("mux.db"));
        var (provider, clock) = (new FakeProvider(), new SetBackTime());
        var watch = new MachineWatch(store.Store, provider, clock, NullLogger<MachineWatch>.Instance);
        Assert.True(watch.IsDue);
        await watch.LookAsync(TestContext.Current.CancellationToken);
        Assert.False(watch.IsDue);
        clock.Back = TimeSpan.FromHours(1);
        clock.Advance(provider.Traits.LookIdle);
        Assert.True(watch.IsDue);
    }

    private sealed class SetBackTime : FakeTimeProvider
    {
        public TimeSpan Back { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - Back;

        public override long GetTimestamp() => base.GetUtcNow().Ticks;
    }
}
