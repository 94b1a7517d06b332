using ShipAgent.Settings;

namespace ShipAgent.Machine;

/// <summary>
/// When the cloud takes the machine away, once it has said so. The mux moves the attendee as soon as it is told, and so it is told only when the home has been
/// copied; but soon, whatever comes of the copy.
/// </summary>
internal sealed class SpotNotice(TimeProvider time)
{
    private static readonly TimeSpan LongestCopy = TimeSpan.FromSeconds(30);

    private long _at;
    private long _given;
    private volatile bool _homesCopied;

    /// <summary>Rung at the notice, for whoever must hurry.</summary>
    public Bell Given { get; } = new();

    /// <summary>Null while nothing of the kind is known.</summary>
    public DateTimeOffset? At => Interlocked.Read(ref _at) is var seconds and > 0 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>Unix seconds for the report; 0: nothing known, or nothing to be told yet.</summary>
    public long UnixSeconds => At is not null && (_homesCopied || time.GetElapsedTime(Interlocked.Read(ref _given)) > LongestCopy) ? Interlocked.Read(ref _at) : 0;

    public void Tell(DateTimeOffset at)
    {
        Interlocked.CompareExchange(ref _given, time.GetTimestamp(), 0);
        Interlocked.Exchange(ref _at, at.ToUnixTimeSeconds());
        Given.Ring();
    }

    /// <summary>What the homes held at the notice is on the mux's shelf, as far as it can be had.</summary>
    public void HomesCopied() => _homesCopied = true;
}
