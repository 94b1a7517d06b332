using Contracts.Control;
using ShipAgent.Docker;
using ShipAgent.Health;

namespace ShipAgent.Containers;

/// <summary>Starts a serving container again that has ended or gone silent, and warms it.</summary>
internal sealed class TutorialRepairer(ContainerCalls containers, ContainerStarter starter, StartWatch watch, BringUp bringUp,
    Postmortem postmortem, TimeProvider time)
{
    private const int GraceSeconds = 2;

    /// <summary>The container as it serves again, or why it does not.</summary>
    public async Task<LaunchOutcome> RepairAsync(string id, TutorialSpec spec, CancellationToken cancellationToken)
    {
        using var clock = new CancellationTokenSource(TutorialLauncher.TimeoutOf(spec), time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            var restarted = await containers.RestartAsync(id, GraceSeconds, both.Token);
            if (!restarted.Ok)
                return Refused.From(restarted.Error!, "the container could not be started again");
            var located = await starter.LocateAsync(id, both.Token);
            if (located.Value is not { } container)
                return Refused.From(located.Error!, "the container could not be found again");
            var complaint = await watch.AwaitAnswerAsync(id, container.Jupyter, both.Token)
                ?? await bringUp.WarmAsync(container, spec.Notebook, both.Token);
            return complaint is null ? new Promoted(container, []) : await postmortem.ExamineAsync(id, complaint, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return await postmortem.ExamineAsync(id, "the container did not become healthy again in time", cancellationToken);
        }
    }
}
