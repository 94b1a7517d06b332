namespace Mux.ApiModel;

/// <summary>A ship as the API shows it. Times are UTC (RFC 3339); words are lower case. No field holds a secret.</summary>
/// <param name="Id"><c>s-</c> and ten characters.</param>
/// <param name="State"><c>pending</c>, <c>booting</c>, <c>available</c>, <c>running</c> or <c>terminated</c>.</param>
/// <param name="Attendee">Id of the attendee whose ship it is; null when nobody's.</param>
/// <param name="AttendeeName">As typed at login; null when nobody's.</param>
/// <param name="Link">Control channel: <c>unknown</c>, <c>connected</c> or <c>suspect</c> (lost, still proxied).</param>
/// <param name="LastReportAt">Null when the agent has not reported since the mux started.</param>
/// <param name="Reason">Why it is as it is; empty when there is nothing to say.</param>
/// <param name="Cause">Why it ended: <c>none</c>, <c>launchRefused</c>, <c>bootTimeout</c>, <c>failed</c>, <c>lost</c>, <c>released</c>, <c>scaledIn</c> or <c>organizer</c>.</param>
/// <param name="Quarantined">Kept for inspection, never assigned.</param>
/// <param name="Reclaimed">The provider has confirmed that the machine is gone.</param>
/// <param name="Generation">Rises with each change of what the ship shall be.</param>
/// <param name="SeenGeneration">The newest generation that its agent has.</param>
/// <param name="ProviderId">The provider's name for the machine; null until it accepted.</param>
/// <param name="Addresses">The block of addresses that the provider gave it, in CIDR; null until then.</param>
/// <param name="Trouble">The ship as a whole in its agent's words; empty when all is well.</param>
internal sealed record ShipInfo(
    string Id,
    string State,
    DateTimeOffset StateSince,
    DateTimeOffset CreatedAt,
    string? Attendee,
    string? AttendeeName,
    string Link,
    DateTimeOffset? LastReportAt,
    string Reason,
    string Cause,
    bool Quarantined,
    bool Reclaimed,
    ulong Generation,
    ulong SeenGeneration,
    string? ProviderId,
    string? Addresses,
    string Trouble,
    ShipResources Resources,
    IReadOnlyList<ShipTutorial> Tutorials);

/// <summary>What the ship's machine uses now; zeros until its agent has said.</summary>
/// <param name="CpuPercent">Of one core.</param>
internal sealed record ShipResources(double CpuPercent, long MemoryBytes, long MemoryLimitBytes, long DiskUsedBytes, long DiskFreeBytes);

/// <summary>One tutorial on one ship.</summary>
/// <param name="Phase"><c>unknown</c>, <c>pulling</c>, <c>starting</c>, <c>healthy</c>, <c>unhealthy</c> or <c>failed</c>.</param>
/// <param name="TargetImage"><c>repository@sha256:…</c> that shall run.</param>
/// <param name="RunningDigest"><c>sha256:…</c> that serves now; empty when none does.</param>
/// <param name="PulledBytes">While pulling.</param>
/// <param name="PullTotalBytes">While pulling; 0 when not known.</param>
/// <param name="ExitCode">Of the container that failed.</param>
/// <param name="Reason">One line, or empty.</param>
/// <param name="LogTail">Last lines of a container that failed, at most 8 KiB; raw, escape before showing.</param>
/// <param name="Restarts">Times that the container was started again after it had been healthy.</param>
/// <param name="LastActivity">As Jupyter says; null when not known.</param>
/// <param name="Conflicts">Files that both the attendee and the last update changed, relative to the home.</param>
internal sealed record ShipTutorial(
    string Name,
    string Phase,
    string TargetImage,
    string TargetDigest,
    string RunningDigest,
    long PulledBytes,
    long PullTotalBytes,
    int ExitCode,
    string Reason,
    string LogTail,
    int Restarts,
    int Kernels,
    int BusyKernels,
    int Connections,
    DateTimeOffset? LastActivity,
    IReadOnlyList<string> Conflicts);
