using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.Extensions.Logging;
using ShipAgent.Containers;
using ShipAgent.Docker;

namespace ShipAgent.Homes;

/// <summary>Brings an attendee's files to a ship that has not had them, before the first container with them starts.</summary>
internal sealed partial class HomeRestorer(HomeClient client, HomeMarks marks, ContainerCalls containers, SpecStore specs, ILogger<HomeRestorer> logger) : IHomeKeeping
{
    /// <summary>Null when the home is whole. A refusal says why not: the container must not start, since what it writes would go over the files that are missing.</summary>
    public async Task<Refused?> PrepareAsync(string containerId, string volume, CancellationToken cancellationToken)
    {
        if (specs.Current is not { CopyHomesSeconds: > 0 } || marks.IsWhole(volume))
            return null;
        try
        {
            var fault = await FetchAsync(containerId, volume, before: false, cancellationToken);
            if (fault is { } broken)
            {
                LogBroken(volume, broken);
                fault = await FetchAsync(containerId, volume, before: true, cancellationToken);
            }
            if (fault is not null)
                return new Refused($"the files of this home could not be brought here: {fault}", IsOutage: true);
            marks.Mark(volume);
            return null;
        }
        catch (Exception fault) when (HomeClient.IsExpected(fault) && !cancellationToken.IsCancellationRequested)
        {
            return new Refused($"the files of this home cannot be fetched from the mux: {fault.Message}", IsOutage: true);
        }
    }

    /// <summary>Null when it is here, or there was none to bring; else what is wrong with the copy.</summary>
    private async Task<string?> FetchAsync(string containerId, string volume, bool before, CancellationToken cancellationToken)
    {
        string? fault = null;
        if (await client.FetchAsync(volume, before, async stream => fault = await UnpackAsync(containerId, stream, cancellationToken), cancellationToken) && fault is null)
            LogRestored(volume);
        return fault;
    }

    private async Task<string?> UnpackAsync(string containerId, Stream copy, CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        await using var unpacked = new GZipStream(copy, CompressionMode.Decompress);
        var archive = new HomeArchive(ContainerRecipe.Home, ContainerRecipe.UserId, HomeCopier.Largest);
        var writing = RewriteAsync(archive, unpacked, pipe.Writer, cancellationToken);
        var put = await containers.PutArchiveAsync(containerId, ContainerRecipe.Home, pipe.Reader.AsStream(), cancellationToken);
        // Whatever the engine said, what the archive says about itself comes first.
        await pipe.Reader.CompleteAsync();
        return await writing ?? put.Error?.Message;
    }

    private static async Task<string?> RewriteAsync(HomeArchive archive, Stream input, PipeWriter output, CancellationToken cancellationToken)
    {
        try
        {
            await archive.RewriteAsync(input, output.AsStream(leaveOpen: true), null, cancellationToken);
            await output.CompleteAsync();
            return null;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            // The engine must not take half an archive for a whole one.
            await output.CompleteAsync(fault);
            return fault.Message;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The home {Volume} was brought here")]
    private partial void LogRestored(string volume);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The newest copy of the home {Volume} cannot be used ({Reason}); taking the one before")]
    private partial void LogBroken(string volume, string reason);
}
