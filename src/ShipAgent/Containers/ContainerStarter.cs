using System.Globalization;
using ShipAgent.Docker;
using ShipAgent.Health;

namespace ShipAgent.Containers;

/// <summary>Makes a tutorial's container and finds its way to it.</summary>
internal sealed class ContainerStarter(ShipIdentity ship, ContainerCalls containers, IPlacement placement, ContentMarks marks, HttpClient http, TimeProvider time)
    : IDisposable
{
    /// <summary>Name of a container that has not proven itself; losing it is what promotion means.</summary>
    public const string CandidateSuffix = ".new";

    private readonly SemaphoreSlim _placing = new(1);

    /// <summary>The id of a new container, not started yet.</summary>
    public async Task<DockerResult<string>> CreateAsync(WantedTutorial wanted, CancellationToken cancellationToken)
    {
        var born = time.GetUtcNow().ToUnixTimeMilliseconds();
        var request = ContainerRecipe.Build(wanted, ship, born);
        // One at a time: an address is taken only once its container is listed.
        await _placing.WaitAsync(cancellationToken);
        try
        {
            if ((await placement.PrepareAsync(cancellationToken)).Error is { } unprepared)
                return unprepared;
            var listed = await ListAsync(cancellationToken);
            if (listed.Value is not { } others)
                return listed.Error!;
            var taken = others.Select(other => other.Place).Where(place => place.Length > 0).ToHashSet();
            if (placement.Place(request, taken) is not { } placed)
                return new DockerError(DockerFault.Refused, "every place on this ship is taken");
            var name = ship.ContainerName(wanted.Name, born) + CandidateSuffix;
            var created = await containers.CreateAsync(name, placed, cancellationToken);
            return created.Value is { } container ? container.Id : created.Error!;
        }
        finally
        {
            _placing.Release();
        }
    }

    /// <summary>Every container of this ship, stopped ones too.</summary>
    public async Task<DockerResult<IReadOnlyList<ContainerFact>>> ListAsync(CancellationToken cancellationToken)
    {
        var listed = await containers.ListAsync(ship.Filter, cancellationToken);
        return listed.Value is { } items
            ? new DockerResult<IReadOnlyList<ContainerFact>>([.. items.Select(FactOf)], null)
            : listed.Error!;
    }

    /// <summary>A started container with its address and token, read from the engine alone.</summary>
    public async Task<DockerResult<ServingContainer>> LocateAsync(string id, CancellationToken cancellationToken)
    {
        var inspected = await containers.InspectAsync(id, cancellationToken);
        if (inspected.Value is not { } details)
            return inspected.Error!;
        if (placement.Locate(details) is not { } endpoint)
            return new DockerError(DockerFault.NotFound, "the container has no address");
        var tutorial = details.Config.Labels?.GetValueOrDefault(ShipIdentity.TutorialLabel) ?? "";
        var root = new UriBuilder(Uri.UriSchemeHttp, endpoint.Address, endpoint.Port, ContainerRecipe.BasePath(tutorial)).Uri;
        var image = details.Config.Image;
        var mark = marks.Of(id);
        return new ServingContainer(id, mark?.Hash ?? details.Config.Labels?.GetValueOrDefault(ShipIdentity.SpecHashLabel) ?? "",
            mark?.Digest ?? image[(image.IndexOf('@', StringComparison.Ordinal) + 1)..], ContainerRecipe.HomeOf(details), endpoint,
            new JupyterServer(http, root, Variable(details, ContainerRecipe.TokenVariable), time));
    }

    /// <summary>Marks the container as one that serves.</summary>
    public async Task<DockerResult<Done>> PromoteAsync(string id, CancellationToken cancellationToken)
    {
        var inspected = await containers.InspectAsync(id, cancellationToken);
        if (inspected.Value is not { } details)
            return inspected.Error!;
        return await containers.RenameAsync(id, details.Name.TrimStart('/').Replace(CandidateSuffix, "", StringComparison.Ordinal), cancellationToken);
    }

    public void Dispose() => _placing.Dispose();

    private ContainerFact FactOf(ContainerItem item)
    {
        string Label(string key) => item.Labels?.GetValueOrDefault(key) ?? "";
        _ = long.TryParse(Label(ShipIdentity.BornLabel), NumberStyles.None, CultureInfo.InvariantCulture, out var born);
        var promoted = item.Names?.Any(name => name.EndsWith(CandidateSuffix, StringComparison.Ordinal)) != true;
        return new ContainerFact(item.Id, Label(ShipIdentity.TutorialLabel), marks.Of(item.Id)?.Hash ?? Label(ShipIdentity.SpecHashLabel), promoted,
            item.State == "running", born, placement.PlaceOf(item), Label(ShipIdentity.FrameHashLabel));
    }

    private static string Variable(ContainerDetails details, string name) =>
        details.Config.Env?.FirstOrDefault(entry => entry.StartsWith($"{name}=", StringComparison.Ordinal))?[(name.Length + 1)..] ?? "";
}
