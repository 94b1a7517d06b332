using System.Text;
using Microsoft.Extensions.Logging;
using ShipAgent.Docker;
using ShipAgent.Health;

namespace ShipAgent.Containers;

/// <summary>
/// An update of content alone: the new image's own tool merges its content into the home, beside the container that serves, which goes on with its
/// kernels. Whatever is not certain gives null, and the update takes the whole path.
/// </summary>
internal sealed partial class ContentSwitch(ContainerCalls containers, ImageCalls images, ArchiveCalls archives, ContainerStarter starter, ContentTool tool,
    ContentMarks marks, ShipIdentity ship, TimeProvider time, ILogger<ContentSwitch> logger)
{
    private static readonly string[] ContentPath = ["/opt", "/opt/camp", "/opt/camp/content"];

    /// <param name="serving">The container that serves, made of the same spec but for the image.</param>
    /// <param name="wanted">Its image is on the ship.</param>
    /// <param name="cancellationToken">Ends the attempt; what it made is removed all the same.</param>
    public async Task<Promoted?> TryAsync(string serving, WantedTutorial wanted, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var inspected = await containers.InspectAsync(serving, cancellationToken);
        if (inspected.Value is not { Image.Length: > 0, State.Running: true } container || !await HasSameSoftwareAsync(container.Image, wanted.Spec.Image, cancellationToken))
            return null;
        await SweepAsync(cancellationToken);
        var first = await tool.FirstNotebookAsync(serving, cancellationToken) ?? "";
        var created = await containers.CreateAsync(
            $"{ship.ContainerName(wanted.Name, time.GetUtcNow().ToUnixTimeMilliseconds())}.content", ContainerRecipe.BuildDelivery(wanted, ship, first), cancellationToken);
        if (created.Value is not { } helper)
            return null;
        try
        {
            return await DeliverAsync(helper.Id, cancellationToken) is { } conflicts ? await ServeAsync(serving, wanted, conflicts, began, cancellationToken) : null;
        }
        finally
        {
            await containers.RemoveAsync(helper.Id, CancellationToken.None);
        }
    }

    private async Task<bool> HasSameSoftwareAsync(string runs, string wanted, CancellationToken cancellationToken) =>
        await DissectAsync(runs, cancellationToken) is { } one && await DissectAsync(wanted, cancellationToken) is { } other
        && StartsThePlainWay(other.Details) && SoftwareCheck.IsSame(one, other);

    private async Task<ImageAnatomy?> DissectAsync(string image, CancellationToken cancellationToken)
    {
        var details = await images.InspectAsync(image, cancellationToken);
        var history = await images.HistoryAsync(image, cancellationToken);
        return details.Value is { } found && history.Value is { } steps ? new ImageAnatomy(found, steps) : null;
    }

    // A start of the author's own making may do anything with the content.
    private static bool StartsThePlainWay(ImageDetails image)
    {
        var config = image.Config?.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()) ?? [];
        return config.GetValueOrDefault("Entrypoint") == """["/usr/local/bin/camp-start"]""" && config.GetValueOrDefault("Env")?.Contains("CAMP_INIT_DIR", StringComparison.Ordinal) != true;
    }

    /// <summary>The files in conflict, or null when it is not to be, and nothing has happened.</summary>
    private async Task<IReadOnlyList<string>?> DeliverAsync(string helper, CancellationToken cancellationToken)
    {
        // A link on the way would have led the COPY elsewhere; a hook may make something of the content.
        foreach (var folder in ContentPath)
        {
            if (!await archives.IsFolderAsync(helper, folder, cancellationToken))
                return null;
        }
        if (await archives.HasFilesAsync(helper, "/etc/camp/init.d", cancellationToken) != false)
            return null;
        var started = await containers.StartAsync(helper, cancellationToken);
        if (!started.Ok || (await containers.WaitAsync(helper, cancellationToken)).Value is not { StatusCode: 0 })
            return null;
        var output = await containers.LogsAsync(helper, 10, cancellationToken);
        return output.Value is { } said ? ContentTool.ConflictsOf(Encoding.UTF8.GetString(said)) : [];
    }

    private async Task<Promoted?> ServeAsync(string serving, WantedTutorial wanted, IReadOnlyList<string> conflicts, long began, CancellationToken cancellationToken)
    {
        marks.Set(new ContentMark(serving, wanted.Hash, ImageReference.Parse(wanted.Spec.Image)!.Digest));
        var located = await starter.LocateAsync(serving, cancellationToken);
        var took = time.GetElapsedTime(began);
        LogDelivered(wanted.Name, wanted.Spec.Image, took);
        return located.Value is { } container ? new Promoted(container, conflicts, ContentOnly: true) : null;
    }

    // What an agent that died in the middle left behind.
    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        var left = await containers.ListAsync([$"{ShipIdentity.CampLabel}={ship.Camp}", $"{ShipIdentity.DeliveryLabel}={ship.ShipId}"], cancellationToken);
        var old = time.GetUtcNow().AddMinutes(-5).ToUnixTimeSeconds();
        foreach (var helper in left.Value?.Where(helper => helper.Created < old) ?? [])
            await containers.RemoveAsync(helper.Id, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Tutorial}: the content of {Image} was delivered in {Took}; the container goes on")]
    private partial void LogDelivered(string tutorial, string image, TimeSpan took);
}
