using Contracts.Control;
using Grpc.Core;
using Mux.Fleet;
using Mux.Store;

namespace Mux.ControlChannel;

/// <summary>The beginning of a control stream: whose it is, and a hello in time.</summary>
internal sealed class AgentGreeting(FleetStore store, EnrollmentDesk desk, ReportPace pace, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private long last;

    /// <summary>Returns when the fleet knows that the ship has this stream.</summary>
    /// <exception cref="RpcException">UNAUTHENTICATED, PERMISSION_DENIED: not a live ship; RESOURCE_EXHAUSTED: too many streams; INVALID_ARGUMENT: no hello;
    /// DEADLINE_EXCEEDED: none in time; ABORTED: of a boot, or a stream, that is not the newest.</exception>
    public async Task<Greeted> GreetAsync(IAsyncStreamReader<AgentMessage> messages, ServerCallContext context, CancellationToken ended)
    {
        var ship = desk.CallerOf(context);
        if (!pace.Of(ship).Take())
        {
            throw Refused(StatusCode.ResourceExhausted, "too many streams");
        }

        var hello = await HelloAsync(messages, ended);
        var stream = new StreamId(Interlocked.Increment(ref last));
        var greeting = await store.ChangeAsync(draft => draft.Apply(ship, new ShipEvent.SaidHello(hello.BootEpoch, stream)), ended);
        return greeting.Taken ? new Greeted(ship, stream, hello, context.GetHttpContext().Connection.ClientCertificate?.NotAfter) : throw Refused(StatusCode.Aborted, greeting.Refusal!);
    }

    private async Task<Hello> HelloAsync(IAsyncStreamReader<AgentMessage> messages, CancellationToken ended)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ended);
        try
        {
            return await messages.MoveNext(either.Token) && messages.Current.Hello is { } hello ? Checked(hello) : throw Refused(StatusCode.InvalidArgument, "the first message must be a hello");
        }
        catch (OperationCanceledException) when (!ended.IsCancellationRequested)
        {
            throw Refused(StatusCode.DeadlineExceeded, "the hello did not come in 10 s");
        }
    }

    private static Hello Checked(Hello hello) =>
        hello.BootId.Length is > 0 and <= 64 ? hello : throw Refused(StatusCode.InvalidArgument, "hello.boot_id: 1 to 64 characters are needed");

    private static RpcException Refused(StatusCode code, string why) => new(new Status(code, why));
}

/// <summary>A ship on the line.</summary>
/// <param name="CertificateEnds">When what its agent proved itself with ends.</param>
internal sealed record Greeted(ShipId Ship, StreamId Stream, Hello Hello, DateTimeOffset? CertificateEnds);
