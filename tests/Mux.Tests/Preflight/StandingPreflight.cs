using System.Collections.Immutable;
using Mux.Preflight;

namespace Mux.Tests.Preflight;

/// <summary>An account that answers as a test wants, when it wants.</summary>
internal sealed class StandingPreflight(params PreflightCheck[] checks) : IPreflight
{
    public static readonly PreflightCheck Fine = PreflightCheck.Ok("subnet addresses", "300 addresses", "8182 in 2 subnets");

    public static readonly PreflightCheck Short = new("vCPU quota, on demand", Verdict.Short, "600 vCPUs", "5 (L-1216C47A)") { Code = "VcpuLimitExceeded", Fix = "Ask for more." };

    public static readonly PreflightCheck Forbidding = new("image", Verdict.Short, "ami-1", "not there <script>") { Code = "InvalidAMIID.NotFound", Fix = "ec2.image: name another.", ForbidsLaunches = true };

    public bool HoldsLaunches => true;

    /// <summary>What the answer waits for.</summary>
    public Task Gate { get; init; } = Task.CompletedTask;

    public Exception? Fails { get; init; }

    public async Task<ImmutableArray<PreflightCheck>> CheckAsync(int ships, CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        return Fails is null ? [.. checks] : throw Fails;
    }
}
