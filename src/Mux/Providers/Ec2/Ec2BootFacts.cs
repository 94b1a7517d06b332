using System.Collections.Immutable;

namespace Mux.Providers.Ec2;

/// <summary>What the machines of one batch are told at boot: the same for each of them, and no secret that lasts.</summary>
/// <param name="ControlUrl">Where agents reach the mux; https, with the name or address that its certificate carries.</param>
/// <param name="CaPem">The camp's CA; while it is being replaced, both.</param>
/// <param name="EnrollmentToken">Base64url. Shared by the batch: what proves a machine is its instance id and its address as well.</param>
/// <param name="AgentSha256">Of the agent's archive, in hex; it is fetched by this name and checked against it.</param>
/// <param name="DeadMan">Without contact with the mux for so long the machine powers itself off.</param>
/// <param name="RegistryMirror">A pull-through mirror near the ships, or null.</param>
/// <param name="InsecureRegistries">Registries (host, host:port or network) that speak plain HTTP or have a certificate that nobody vouches for.</param>
internal sealed record Ec2BootFacts(
    Uri ControlUrl, string CaPem, string EnrollmentToken, string AgentSha256, TimeSpan DeadMan, string? RegistryMirror, ImmutableArray<string> InsecureRegistries, string Camp);
