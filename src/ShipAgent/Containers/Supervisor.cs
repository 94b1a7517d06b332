using ShipAgent.Health;

namespace ShipAgent.Containers;

/// <summary>Asks the serving Jupyters how they are: seldom while they answer, often once one has not.</summary>
internal sealed class Supervisor(ContainerStarter starter, TimeProvider time)
{
    private static readonly TimeSpan CalmPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnxiousPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastingHealth = TimeSpan.FromMinutes(1);

    public Task ProbeAsync(IEnumerable<TutorialSlot> slots, CancellationToken cancellationToken) =>
        Task.WhenAll(slots.Where(slot => !slot.Repairing && slot.View.Serving is { Running: true }).Select(slot => ProbeAsync(slot, cancellationToken)));

    private async Task ProbeAsync(TutorialSlot slot, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (slot.Serving is null)
            await AdoptAsync(slot, cancellationToken);
        if (slot.Serving is not { } serving || now < slot.NextProbe)
            return;
        SlotOutcomes.TakeProbe(slot, await SupervisionProbe.AskAsync(serving.Jupyter, cancellationToken));
        slot.NextProbe = now + (slot.Misses == 0 ? CalmPause : AnxiousPause);
        if (slot.Healthy && slot.Misses == 0 && now - slot.Repairs.LastAt > LastingHealth)
            slot.Repairs = RepairTally.None;
    }

    /// <summary>A container that an earlier agent promoted: its address and token are read from the engine, it is not touched.</summary>
    private async Task AdoptAsync(TutorialSlot slot, CancellationToken cancellationToken)
    {
        var located = await starter.LocateAsync(slot.View.Serving!.Id, cancellationToken);
        slot.Serving = located.Value;
    }
}
