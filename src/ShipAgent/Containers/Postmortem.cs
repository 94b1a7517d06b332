using ShipAgent.Docker;

namespace ShipAgent.Containers;

/// <summary>Says why a container did not come up, from what the engine still knows of it.</summary>
internal sealed class Postmortem(ContainerCalls containers)
{
    public const int TailBytes = 8 * 1024;
    private const int TailLines = 400;
    private const int KilledBySignal = 128;

    /// <param name="id">A container that is still there.</param>
    /// <param name="complaint">What was seen from outside; a container that has ended knows better.</param>
    /// <param name="cancellationToken">Ends the inquiry.</param>
    public async Task<Refused> ExamineAsync(string id, string complaint, CancellationToken cancellationToken)
    {
        var details = await containers.InspectAsync(id, cancellationToken);
        var logs = await containers.LogsAsync(id, TailLines, cancellationToken);
        var tail = LogText.Tail(logs.Value ?? [], TailBytes);
        if (details.Value is not { } container)
            return Refused.From(details.Error!, complaint) with { LogTail = tail };
        return container.State.Running
            ? new Refused(complaint, 0, tail)
            : new Refused(ReasonOf(container.State, tail), container.State.ExitCode, tail);
    }

    private static string ReasonOf(ContainerState state, string log)
    {
        if (LogText.HookFailure(log) is { } hook)
            return hook;
        if (state.OOMKilled)
            return $"the container ran out of memory (exit code {state.ExitCode})";
        if (!string.IsNullOrEmpty(state.Error))
            return $"the container could not start: {DockerEngine.OneLine(state.Error)}";
        return state.ExitCode > KilledBySignal
            ? $"the container was ended by signal {state.ExitCode - KilledBySignal} (exit code {state.ExitCode})"
            : $"the container ended with exit code {state.ExitCode}";
    }
}
