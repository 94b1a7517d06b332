using System.IO.Pipelines;
using Contracts.Tests.Protos;
using Contracts.Wire;
using Xunit;

namespace Contracts.Tests.Wire;

public sealed class ServerStreamReaderTests
{
    [Fact]
    public async Task A_reset_that_reaches_the_body_first_cancels_the_call()
    {
        var pipe = new Pipe();
        using var lifetime = new CallLifetime(TimeProvider.System, null, CancellationToken.None, CancellationToken.None);
        var messages = new MessageReader<Ask>(pipe.Reader, Ask.Parser, 100, Status.DefaultCancelled);
        var reader = new ServerStreamReader<Ask>(messages, lifetime);
        var reading = reader.MoveNext();

        await pipe.Writer.CompleteAsync(new IOException("The client reset the request stream."));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.True(lifetime.Token.IsCancellationRequested);
        Assert.Equal(EndCause.PeerGone, lifetime.Cause);
    }

    [Fact]
    public async Task The_first_cause_of_an_end_is_the_one_that_is_told()
    {
        var clock = new ManualClock();
        using var gone = new CancellationTokenSource();
        using var lifetime = new CallLifetime(clock, TimeSpan.FromSeconds(1), gone.Token, CancellationToken.None);
        Assert.Null(lifetime.Status);
        clock.Advance(TimeSpan.FromSeconds(1));
        await gone.CancelAsync();
        Assert.Equal(StatusCode.DeadlineExceeded, lifetime.Status?.StatusCode);
    }
}
