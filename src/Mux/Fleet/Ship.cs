using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Mux.Fleet;

/// <summary>A machine for one attendee. Immutable; only <see cref="ShipLifecycle"/> makes the next one.</summary>
internal sealed record Ship(ShipId Id, HomeId Home, DateTimeOffset CreatedAt)
{
    public ShipState State { get; init; } = ShipState.Pending;

    public DateTimeOffset StateSince { get; init; } = CreatedAt;

    /// <summary>When it was first ready to be claimed; null until then. The difference to <see cref="CreatedAt"/> is how long a boot takes.</summary>
    public DateTimeOffset? FirstAvailableAt { get; init; }

    /// <summary>The provider's own name for the machine; null until it accepted.</summary>
    public string? ProviderId { get; init; }

    /// <summary>Addresses that belong to the ship, said by the provider; what an agent claims outside of it is not believed.</summary>
    public IPNetwork? Block { get; init; }

    /// <summary>The newest order for its machine; null before the first.</summary>
    public BatchId? Batch { get; init; }

    /// <summary>As in the price list; empty where machines cost nothing.</summary>
    public string MachineType { get; init; } = "";

    /// <summary>When the provider accepted; null until then.</summary>
    public DateTimeOffset? MachineSince { get; init; }

    /// <summary>When its machine was known to be gone; null until then.</summary>
    public DateTimeOffset? MachineUntil { get; init; }

    /// <summary>Set while it is to end and still serves.</summary>
    public Departure? Leaving { get; init; }

    /// <summary>The attendee whose ship this is; set once, never changed.</summary>
    public AttendeeId? Attendee { get; init; }

    /// <summary>What the mux says to Jupyter on this ship. Never shown, never logged.</summary>
    public string Secret { get; init; } = "";

    /// <summary>Rises with every change of what the ship shall be.</summary>
    public ulong Generation { get; init; } = 1;

    /// <summary>By tutorial name: what shall run.</summary>
    public ImmutableSortedDictionary<string, TutorialTarget> Targets { get; init; } = ImmutableSortedDictionary<string, TutorialTarget>.Empty;

    /// <summary>By tutorial name: the image that a rollout wants on the ship before it is run.</summary>
    public ImmutableSortedDictionary<string, string> Prefetch { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>By tutorial name: what was last reported.</summary>
    public ImmutableSortedDictionary<string, TutorialStatus> Tutorials { get; init; } = ImmutableSortedDictionary<string, TutorialStatus>.Empty;

    /// <summary>Counted up by the agent at each of its starts; a lower one is a stale agent.</summary>
    public ulong BootEpoch { get; init; }

    /// <summary>Why it is as it is, for people; empty when there is nothing to say.</summary>
    public string Reason { get; init; } = "";

    public TerminationCause Cause { get; init; }

    /// <summary>The provider has confirmed that the machine is gone; only then is a terminated ship forgotten.</summary>
    public bool Reclaimed { get; init; }

    /// <summary>Never assigned and kept for inspection: two agents claimed to be it.</summary>
    public bool Quarantined { get; init; }

    /// <summary>The one-time token that its agent enrolls with; null once the ship has ended.</summary>
    public EnrollmentToken? Enrollment { get; init; }

    /// <summary>Facts of the moment; lost at a restart of the mux and reported anew.</summary>
    public ShipVitals Vitals { get; init; } = ShipVitals.None;

    public bool IsLive => State != ShipState.Terminated;

    /// <summary>Every target is healthy with this ship's home.</summary>
    public bool IsReadyAsReported(string camp) => Targets.Count > 0 && Targets.Values.All(target => IsServing(camp, target) && Tutorials[target.Tutorial].Phase == TutorialPhase.Healthy
        && Tutorials[target.Tutorial].RunningDigest == target.Digest);

    /// <summary>A container with this ship's own home serves the tutorial, be it at the target or at an older image.</summary>
    public bool IsServing(string camp, TutorialTarget target) =>
        Tutorials.TryGetValue(target.Tutorial, out var status) && status.Endpoint is not null && status.RunningHome == Home.VolumeOf(camp, target.Tutorial);
}

/// <summary>A ship's one-time token: its SHA-256 in hex, until when it is good, and whether it was used.</summary>
internal sealed record EnrollmentToken(string Hash, DateTimeOffset NotAfter, bool Used = false)
{
    /// <summary>SHA-256 in hex of the public key that it was used for; null before. An agent that died before it had stored its certificate asks again with the same key.</summary>
    public string? Key { get; init; }

    /// <summary>Nobody has used it, or an agent with this key has.</summary>
    public bool IsGoodFor(string? key) => !Used || (key is not null && key == Key);

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <summary>Why a ship ended.</summary>
internal enum TerminationCause
{
    None,
    LaunchRefused,
    BootTimeout,
    Failed,
    Lost,
    Released,
    ScaledIn,
    Organizer,
}

/// <summary>What is known of a ship only while the mux runs.</summary>
internal sealed record ShipVitals
{
    public static readonly ShipVitals None = new();

    public ShipLink Link { get; init; }

    /// <summary>Since when the link is as it is.</summary>
    public DateTimeOffset? LinkSince { get; init; }

    /// <summary>The newest control stream of its agent: what another stream says is not heard.</summary>
    public StreamId Stream { get; init; }

    /// <summary>Of the newest message on that stream.</summary>
    public ulong Sequence { get; init; }

    /// <summary>Newest generation that the agent says it has.</summary>
    public ulong SeenGeneration { get; init; }

    public DateTimeOffset? LastReportAt { get; init; }

    /// <summary>The generation that the mux's own probe last found good.</summary>
    public ulong ProbedGeneration { get; init; }

    /// <summary>Newest generation whose last copy of all homes has arrived, as its agent says.</summary>
    public ulong CopiedGeneration { get; init; }

    /// <summary>When the mux last looked; null when what it saw is no longer so.</summary>
    public DateTimeOffset? ProbedAt { get; init; }

    /// <summary>Probes through the data path that failed since the last good one.</summary>
    public int ProbeFailures { get; init; }

    /// <summary>When its attendee last did something: saved, ran a cell, typed to a kernel; to the minute.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>The ship as a whole, in its agent's words; empty when all is well.</summary>
    public string Trouble { get; init; } = "";

    /// <summary>When the cloud takes the machine back, as its agent was told; null when it does not.</summary>
    public DateTimeOffset? InterruptedAt { get; init; }

    public double CpuPercent { get; init; }

    public long MemoryBytes { get; init; }

    public long MemoryLimitBytes { get; init; }

    public long DiskUsedBytes { get; init; }

    public long DiskFreeBytes { get; init; }

    public ImmutableArray<TutorialVitals> Tutorials { get; init; } = [];

    /// <summary>Images that the ship was told to have.</summary>
    public ImmutableArray<ImageVitals> Images { get; init; } = [];
}
