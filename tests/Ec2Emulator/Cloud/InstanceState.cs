namespace Ec2Emulator.Cloud;

/// <summary>AWS's states of an instance, with its codes.</summary>
internal enum InstanceState
{
    Pending = 0,
    Running = 16,
    ShuttingDown = 32,
    Terminated = 48,
    Stopping = 64,
    Stopped = 80,
}

internal static class InstanceStates
{
    public static string Word(this InstanceState state) => state == InstanceState.ShuttingDown ? "shutting-down" : state.ToString().ToLowerInvariant();

    /// <summary>Whether it counts against the quotas and costs money.</summary>
    public static bool Counts(this InstanceState state) => state is InstanceState.Pending or InstanceState.Running or InstanceState.Stopping;

    public static bool Ends(this InstanceState state) => state is InstanceState.ShuttingDown or InstanceState.Terminated;
}

/// <summary>From <paramref name="At"/> on, which may lie ahead, the instance is in this state.</summary>
/// <param name="Reason">AWS's code of why, such as Client.UserInitiatedShutdown.</param>
internal sealed record Turn(DateTimeOffset At, InstanceState State, string? Reason = null);
