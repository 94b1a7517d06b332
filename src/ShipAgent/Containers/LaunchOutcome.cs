using Contracts.Control;
using ShipAgent.Docker;
using ShipAgent.Health;

namespace ShipAgent.Containers;

/// <summary>Where a launch is.</summary>
internal sealed record LaunchStep(Phase Phase, ulong PulledBytes = 0, ulong TotalBytes = 0);

/// <summary>A container that serves, or may: what is needed to ask it how it is.</summary>
/// <param name="Id">The engine's id.</param>
/// <param name="SpecHash">Of the spec that it was made from.</param>
/// <param name="Digest">sha256:… of its image.</param>
/// <param name="Home">Its home volume.</param>
/// <param name="Endpoint">Where its Jupyter listens.</param>
/// <param name="Jupyter">The same, to talk to.</param>
internal sealed record ServingContainer(string Id, string SpecHash, string Digest, string Home, Endpoint Endpoint, JupyterServer Jupyter);

internal abstract record LaunchOutcome;

/// <summary>It serves from now on; ContentOnly: it did before, and was given new content.</summary>
internal sealed record Promoted(ServingContainer Container, IReadOnlyList<string> Conflicts, bool ContentOnly = false) : LaunchOutcome;

/// <summary>It did not come up; nothing of it is left. The reason is one line, the log sanitized.</summary>
internal sealed record Refused(string Reason, int ExitCode = 0, string LogTail = "", bool IsOutage = false) : LaunchOutcome
{
    public static Refused From(DockerError error, string what) => new($"{what}: {error.Message}", IsOutage: error.Fault == DockerFault.Outage);
}
