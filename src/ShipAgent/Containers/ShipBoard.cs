using Contracts.Control;
using ShipAgent.Settings;

namespace ShipAgent.Containers;

/// <summary>The ship's state as last seen, for whoever reports it. A published report is never changed again.</summary>
internal sealed class ShipBoard
{
    private readonly Lock _gate = new();
    private Report _latest = new();
    private long _version;
    private long _sentVersion;

    /// <summary>Rung when something changed that the mux should know at once.</summary>
    public Bell Changed { get; } = new();

    /// <summary>The state, and its number among all that were published.</summary>
    public (Report Report, long Version) Latest
    {
        get
        {
            lock (_gate)
                return (_latest, _version);
        }
    }

    /// <summary>The number of the newest state that has gone to the mux.</summary>
    public long SentVersion => Interlocked.Read(ref _sentVersion);

    /// <returns>The state's number.</returns>
    public long Publish(Report report)
    {
        lock (_gate)
        {
            var news = !Essence(report).Equals(Essence(_latest));
            _latest = report;
            _version++;
            if (news)
                Changed.Ring();
            return _version;
        }
    }

    public void MarkSent(long version) => Interlocked.Exchange(ref _sentVersion, version);

    /// <summary>Without what changes all the time: that is told at the next interval.</summary>
    private static Report Essence(Report report)
    {
        var essence = report.Clone();
        essence.Resources = null;
        foreach (var tutorial in essence.Tutorials)
            tutorial.Activity = null;
        return essence;
    }
}
