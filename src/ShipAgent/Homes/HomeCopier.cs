using System.IO.Compression;
using ShipAgent.Containers;
using ShipAgent.Docker;

namespace ShipAgent.Homes;

/// <summary>Copies one tutorial's home to the mux, if it has changed since.</summary>
internal sealed class HomeCopier(HomeClient client, HomeMarks marks, ContainerCalls containers, ExecCalls exec, Reconciler reconciler)
{
    /// <summary>Bytes of a home, not compressed.</summary>
    public const long Largest = 8L << 30;
    // Names, times, sizes and modes of all files; their contents are not read.
    private static readonly string[] Fingerprint = ["sh", "-c", $"find {ContainerRecipe.Home} -xdev -path {ContainerRecipe.Home}/.cache -prune -o -printf '%P %T@ %C@ %s %m\\n' | sha256sum"];

    private readonly Dictionary<string, string> _copied = [];

    /// <summary>Null when there is nothing to do, or it is done; else why not.</summary>
    public async Task<string?> CopyAsync(string tutorial, CancellationToken cancellationToken)
    {
        if (await reconciler.FindAsync(tutorial, cancellationToken) is not { ServingId: { } id, Home: { Length: > 0 } volume } || !marks.IsWhole(volume))
            return null;
        // Before the copy: what changes meanwhile is copied the next time. A container that cannot run a program is copied anyway.
        var now = await FingerprintAsync(id, cancellationToken);
        if (now is not null && _copied.GetValueOrDefault(volume) == now)
            return null;
        var (outcome, reason) = await client.SendAsync(volume, (stream, token) => WriteAsync(id, stream, token), cancellationToken);
        if (outcome == CopyOutcome.Stored && now is not null)
            _copied[volume] = now;
        return outcome == CopyOutcome.Failed ? reason : null;
    }

    private async Task<string?> FingerprintAsync(string containerId, CancellationToken cancellationToken)
    {
        var ran = await exec.RunAsync(containerId, Fingerprint, cancellationToken);
        return ran.Value is { ExitCode: 0, ToolAbsent: false, Output: { Length: > 32 } output } ? output.Trim() : null;
    }

    private async Task WriteAsync(string containerId, Stream target, CancellationToken cancellationToken)
    {
        await using var packed = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true);
        var read = await containers.GetArchiveAsync(containerId, ContainerRecipe.Home, async (archive, token) =>
            await new HomeArchive(ContainerRecipe.Home, ContainerRecipe.UserId, Largest).RewriteAsync(archive, packed, Path.GetFileName(ContainerRecipe.Home), token), cancellationToken);
        if (read.Error is { } error)
            throw new IOException(error.Message);
    }
}
