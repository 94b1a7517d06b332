using Contracts.Control;

namespace ShipAgent.Control;

/// <summary>This start of the agent: its number, its random name, and the sequence of its messages.</summary>
internal sealed class Boot(ulong epoch)
{
    private readonly string _id = Guid.NewGuid().ToString("N");
    private long _sequence;

    public Hello Hello() => new() { BootEpoch = epoch, BootId = _id, AgentVersion = Version };

    /// <summary>Numbers the message; the number rises over all streams of this boot.</summary>
    public AgentMessage Number(AgentMessage message)
    {
        message.Sequence = (ulong)Interlocked.Increment(ref _sequence);
        return message;
    }

    private static string Version => typeof(Boot).Assembly.GetName().Version?.ToString(3) ?? "0";
}
