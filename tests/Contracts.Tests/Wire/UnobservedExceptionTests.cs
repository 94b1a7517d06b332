using Contracts.Tests.Protos;
using Contracts.Wire;
using Xunit;

namespace Contracts.Tests.Wire;

public sealed class UnobservedExceptionTests
{
    [Fact]
    public async Task Calls_that_fail_leave_no_unobserved_exception_behind()
    {
        var unobserved = new List<Exception>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs args)
        {
            lock (unobserved)
            {
                unobserved.Add(args.Exception);
            }
        }

        TaskScheduler.UnobservedTaskException += Note;
        for (var i = 0; i < 20; i++)
        {
            await FailInManyWaysAsync();
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        TaskScheduler.UnobservedTaskException -= Note;
        Assert.Empty(unobserved);
    }

    private static async Task FailInManyWaysAsync()
    {
        await using var host = await WireHost.StartAsync(new ProbeService().Map);
        using var channel = host.Channel();
        using (var disposedAtOnce = channel.DuplexStreamingCall<Ask, Answer>(ProbeMethods.PingPong))
        {
        }

        using (var disposedWhileReading = channel.DuplexStreamingCall<Ask, Answer>(ProbeMethods.PingPong))
        {
            var reading = disposedWhileReading.ResponseStream.MoveNext();
            disposedWhileReading.Dispose();
            await Assert.ThrowsAsync<RpcException>(() => reading);
        }

        using (var ended = channel.DuplexStreamingCall<Ask, Answer>(ProbeMethods.PingPong))
        {
            await ended.RequestStream.WriteAsync(new Ask { StatusCode = 9 });
            await Assert.ThrowsAsync<RpcException>(() => ended.ResponseStream.MoveNext());
        }

        using (var unread = channel.ClientStreamingCall<Ask, Answer>(ProbeMethods.Collect))
        {
            await unread.RequestStream.WriteAsync(new Ask());
        }

        using var nobody = new GrpcChannel(new Uri("http://127.0.0.1:1"));
        using var unreachable = nobody.DuplexStreamingCall<Ask, Answer>(ProbeMethods.PingPong);
        await Assert.ThrowsAsync<RpcException>(() => unreachable.RequestStream.WriteAsync(new Ask()));
    }
}
