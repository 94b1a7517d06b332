using ShipAgent.Settings;

namespace ShipAgent.Machine;

/// <summary>When the cloud takes the machine away, once it has said so.</summary>
internal sealed class SpotNotice
{
    private long _at;

    /// <summary>Rung at the notice, for whoever must hurry.</summary>
    public Bell Given { get; } = new();

    /// <summary>Null while nothing of the kind is known.</summary>
    public DateTimeOffset? At => Interlocked.Read(ref _at) is var seconds and > 0 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>Unix seconds for the report; 0: nothing known.</summary>
    public long UnixSeconds => Interlocked.Read(ref _at);

    public void Tell(DateTimeOffset at)
    {
        Interlocked.Exchange(ref _at, at.ToUnixTimeSeconds());
        Given.Ring();
    }
}
