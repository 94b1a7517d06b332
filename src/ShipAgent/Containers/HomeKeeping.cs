namespace ShipAgent.Containers;

/// <summary>Sees to it that a container finds its home whole.</summary>
internal interface IHomeKeeping
{
    /// <summary>Asked of a container that has been made and not started. Null: it may start; a refusal is the launch's.</summary>
    Task<Refused?> PrepareAsync(string containerId, string volume, CancellationToken cancellationToken);
}

/// <summary>An author's own machine: what is in the volume is all there is.</summary>
internal sealed class HomesStay : IHomeKeeping
{
    public Task<Refused?> PrepareAsync(string containerId, string volume, CancellationToken cancellationToken) => Task.FromResult<Refused?>(null);
}
