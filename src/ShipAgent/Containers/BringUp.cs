using ShipAgent.Health;

namespace ShipAgent.Containers;

/// <summary>From a started container to one that may serve.</summary>
internal sealed class BringUp(ContainerStarter starter, StartWatch watch, ContentTool content, Warmup warmup)
{
    /// <summary>One of the two is set; a complaint is one line.</summary>
    public sealed record Result(Promoted? Promoted, string? Complaint);

    public async Task<Result> RunAsync(string id, Launch order, CancellationToken cancellationToken)
    {
        var located = await starter.LocateAsync(id, cancellationToken);
        if (located.Value is not { } container)
            return Complain(located.Error!.Message);
        if (await watch.AwaitAnswerAsync(id, container.Jupyter, cancellationToken) is { } silence)
            return Complain(silence);

        // A first start brings the content before the notebook is opened. Beside a serving container it waits for the switch:
        // the home is shared, and an image that does not work must not have touched the attendee's files.
        var delivery = order.First ? await content.ApplyAsync(id, cancellationToken) : null;
        if (delivery?.Failure is { } undelivered)
            return Complain(undelivered);
        if (await WarmAsync(container, order.Wanted.Spec.Notebook, cancellationToken) is { } cold)
            return Complain(cold);
        delivery ??= await content.ApplyAsync(id, cancellationToken);
        if (delivery.Failure is { } late)
            return Complain(late);

        var promotion = await starter.PromoteAsync(id, cancellationToken);
        return promotion.Ok ? new Result(new Promoted(container, delivery.Conflicts), null) : Complain(promotion.Error!.Message);
    }

    /// <summary>Null when warm: also after a repair, whose kernels are all new.</summary>
    public async Task<string?> WarmAsync(ServingContainer container, string wantedNotebook, CancellationToken cancellationToken)
    {
        var notebook = wantedNotebook.Length > 0 ? wantedNotebook : await FindNotebookAsync(container, cancellationToken);
        return await warmup.WarmAsync(container.Jupyter, notebook, cancellationToken);
    }

    /// <summary>The notebook that the image calls its first, else the home's first by name, else null.</summary>
    public async Task<string?> FindNotebookAsync(ServingContainer container, CancellationToken cancellationToken) =>
        await content.FirstNotebookAsync(container.Id, cancellationToken) ?? await container.Jupyter.FindNotebookAsync(cancellationToken);

    private static Result Complain(string complaint) => new(null, complaint);
}
