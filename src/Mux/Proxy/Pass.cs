using Mux.Fleet;

namespace Mux.Proxy;

/// <summary>What one attendee has under way, by whatever login.</summary>
internal sealed class Traffic
{
    private int requests;
    private int webSockets;

    /// <summary>False when there are <paramref name="most"/> already; otherwise <see cref="Leave"/> must follow.</summary>
    public bool TryEnter(bool webSocket, int most)
    {
        ref var count = ref webSocket ? ref webSockets : ref requests;
        if (Interlocked.Increment(ref count) <= most)
        {
            return true;
        }

        Interlocked.Decrement(ref count);
        return false;
    }

    public void Leave(bool webSocket) => Interlocked.Decrement(ref webSocket ? ref webSockets : ref requests);
}

/// <summary>
/// One login's way to one ship. All that is under way on it ends when the login or the berth does. Registering with a token takes its lock:
/// hence one for each processor.
/// </summary>
internal sealed class Pass : IDisposable
{
    private readonly CancellationTokenSource[] sources = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new CancellationTokenSource())];
    private readonly CancellationToken[] tokens;
    private readonly AttendeeId attendee;

    public Pass(AttendeeId attendee, ShipId ship, Traffic traffic)
    {
        this.attendee = attendee;
        Ship = ship;
        Traffic = traffic;
        tokens = [.. sources.Select(source => source.Token)];
    }

    public ShipId Ship { get; }

    public Traffic Traffic { get; }

    /// <summary>Any of several tokens that are cancelled together.</summary>
    public CancellationToken Revoked => tokens[(uint)Thread.GetCurrentProcessorId() % (uint)tokens.Length];

    /// <param name="holder">Whose login it is now; null: nobody's any more.</param>
    public bool IsGood(AttendeeId? holder, FleetSnapshot snapshot) => holder == attendee && snapshot.Berths.TryGetValue(attendee, out var berth) && berth == Ship;

    public async Task RevokeAsync()
    {
        foreach (var source in sources)
        {
            await source.CancelAsync();
            source.Dispose();
        }
    }

    public void Dispose() => Array.ForEach(sources, source => source.Dispose());
}
