using Contracts.Control;
using ShipAgent.Containers;
using ShipAgent.Docker;

namespace ShipAgent.Try;

/// <summary>One try from pull to removal, a line for each fact.</summary>
internal sealed class TryRun(TutorialLauncher launcher, ContainerCalls containers, ImageCalls images, NetworkCalls networks, Postmortem postmortem,
    BringUp bringUp, TimeProvider time, string network, TextWriter output)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public async Task<int> RunAsync(TryOptions options, CancellationToken cancellationToken)
    {
        if (await FindTroubleAsync(options, cancellationToken) is { } trouble)
            return Fail(new Refused(trouble));
        var start = time.GetTimestamp();
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var launch = new Launch(WantedTutorial.From(options.Spec, 1), First: true, AllowLocalImage: true);
        var following = Task.CompletedTask;
        var outcome = await launcher.LaunchAsync(launch, Tell, id => following = FollowAsync(id, watching.Token), cancellationToken);
        if (outcome is Refused refused)
            return Fail(refused);
        var container = ((Promoted)outcome).Container;
        try
        {
            await AnnounceAsync(options, container, time.GetElapsedTime(start), cancellationToken);
            return Fail(await AwaitEndAsync(container.Id, cancellationToken));
        }
        finally
        {
            await watching.CancelAsync();
            await containers.RemoveAsync(container.Id, CancellationToken.None);
            output.WriteLine($"removed the container; the files are kept in the volume {options.Spec.HomeVolume}");
        }
    }

    private async Task<string?> FindTroubleAsync(TryOptions options, CancellationToken cancellationToken)
    {
        if ((await networks.InfoAsync(cancellationToken)).Error is { } away)
            return $"{away.Message}: is the Docker engine running, and may you use {options.Socket}?";
        if (ImageReference.Parse(options.Spec.Image) is null && !(await images.InspectAsync(options.Spec.Image, cancellationToken)).Ok)
            return $"the image {options.Spec.Image} is not on this machine: build it (docker build -t {options.Spec.Image} .), or name it by digest to have it pulled";
        return (await networks.EnsureAsync(network, null, cancellationToken)).Error?.Message;
    }

    private void Tell(LaunchStep step) => output.WriteLine(step switch
    {
        { Phase: Phase.Pulling, TotalBytes: > 0 } => $"pulling: {step.PulledBytes >> 20} of {step.TotalBytes >> 20} MiB",
        { Phase: Phase.Pulling } => "looking for the image",
        _ => "starting",
    });

    /// <summary>The container's own words while it starts, as they come: hooks and Jupyter alike.</summary>
    private async Task FollowAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await containers.FollowLogsAsync(id, piece =>
            {
                foreach (var line in LogText.Tail(piece, int.MaxValue).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                    output.WriteLine($"  | {line}");
            }, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The try is over.
        }
    }

    private async Task AnnounceAsync(TryOptions options, ServingContainer container, TimeSpan took, CancellationToken cancellationToken)
    {
        var notebook = options.Spec.Notebook.Length > 0 ? options.Spec.Notebook : await bringUp.FindNotebookAsync(container, cancellationToken);
        var page = notebook is null ? "lab" : $"lab/tree/{string.Join('/', notebook.Split('/').Select(Uri.EscapeDataString))}";
        output.WriteLine($"healthy after {took.TotalSeconds:0.0} s: Jupyter answers and a kernel has run a cell");
        output.WriteLine($"home: volume {options.Spec.HomeVolume}, kept (docker volume rm {options.Spec.HomeVolume} to begin afresh)");
        // The token is shown on purpose: it is the author's own machine.
        output.WriteLine($"open {new Uri(container.Jupyter.Root, page)}?token={options.Spec.Secret}");
        output.WriteLine("Ctrl-C ends it");
    }

    private async Task<Refused> AwaitEndAsync(string id, CancellationToken cancellationToken)
    {
        while ((await containers.InspectAsync(id, cancellationToken)).Value is { State.Running: true })
            await Task.Delay(Look, time, cancellationToken);
        return await postmortem.ExamineAsync(id, "the container is gone", cancellationToken);
    }

    private int Fail(Refused refused)
    {
        output.WriteLine($"failed: {refused.Reason}");
        if (refused.ExitCode != 0)
            output.WriteLine($"exit code: {refused.ExitCode}");
        if (refused.LogTail.Length > 0)
            output.WriteLine($"last lines of the container:\n{refused.LogTail.TrimEnd()}");
        return 1;
    }
}
