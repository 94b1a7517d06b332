using System.Collections.Immutable;
using System.Net;

namespace Mux.Fleet;

/// <summary>How far a ship is with the wanted image of one tutorial, as its agent says.</summary>
internal enum TutorialPhase
{
    Unknown,
    Pulling,
    Starting,
    Healthy,
    Unhealthy,
    Failed,
}

/// <summary>The image a ship shall run for a tutorial.</summary>
/// <param name="Tutorial">Its name in <c>camp.yaml</c>.</param>
/// <param name="Image"><c>repository@sha256:…</c></param>
/// <param name="Rollout">The rollout that set it; null when it came with the ship.</param>
internal sealed record TutorialTarget(string Tutorial, string Image, RolloutId? Rollout)
{
    /// <summary><c>sha256:…</c></summary>
    public string Digest => Image[(Image.IndexOf('@', StringComparison.Ordinal) + 1)..];
}

/// <summary>What an agent last reported of one tutorial: a claim, checked against the ship's address block before it is kept.</summary>
internal sealed record TutorialStatus(string Name)
{
    public TutorialPhase Phase { get; init; }

    /// <summary><c>sha256:…</c> that the phase speaks of.</summary>
    public string TargetDigest { get; init; } = "";

    /// <summary><c>sha256:…</c> that serves now; empty when none does.</summary>
    public string RunningDigest { get; init; } = "";

    /// <summary>Volume that the serving container has as home.</summary>
    public string RunningHome { get; init; } = "";

    /// <summary>Where the serving container listens; null when none does or the claim lay outside the ship's block.</summary>
    public IPEndPoint? Endpoint { get; init; }

    public int ExitCode { get; init; }

    /// <summary>One line, or empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Last lines of a container that failed; at most 8 KiB.</summary>
    public string LogTail { get; init; } = "";

    public int Restarts { get; init; }

    /// <summary>The last update brought content alone, into the container that was serving.</summary>
    public bool ContentOnly { get; init; }

    /// <summary>Files that both the attendee and the last update changed.</summary>
    public EquatableList<string> Conflicts { get; init; } = EquatableList<string>.Empty;
}

/// <summary>Facts of the moment, kept in memory only.</summary>
internal sealed record TutorialVitals(string Name, long PulledBytes, long PullTotalBytes, int Kernels, int BusyKernels, int Connections, DateTimeOffset? LastActivity)
{
    /// <summary>0 to 100; null when the size is not known.</summary>
    public int? PullPercent => PullTotalBytes > 0 ? (int)Math.Clamp(PulledBytes * 100 / PullTotalBytes, 0, 100) : null;
}

/// <summary>How far a ship is with an image that it was told to have.</summary>
internal enum ImagePhase
{
    Pulling,
    Present,
    Failed,
}

/// <summary>One image that a ship was told to have; kept in memory only.</summary>
/// <param name="Image"><c>repository@sha256:…</c></param>
/// <param name="Reason">Why it could not be had; one line, or empty.</param>
internal sealed record ImageVitals(string Image, ImagePhase Phase, long PulledBytes, long PullTotalBytes, string Reason)
{
    /// <summary>0 to 100; null when the size is not known.</summary>
    public int? Percent => PullTotalBytes > 0 ? (int)Math.Clamp(PulledBytes * 100 / PullTotalBytes, 0, 100) : null;
}

/// <summary>An immutable list that compares by its elements, so that records holding it do.</summary>
internal sealed class EquatableList<T>(ImmutableArray<T> items) : IEquatable<EquatableList<T>>
    where T : IEquatable<T>
{
    public static readonly EquatableList<T> Empty = new([]);

    public ImmutableArray<T> Items { get; } = items;

    public bool Equals(EquatableList<T>? other) => other is not null && Items.AsSpan().SequenceEqual(other.Items.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as EquatableList<T>);

    public override int GetHashCode() => Items.Length;
}
