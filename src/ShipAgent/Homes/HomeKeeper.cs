using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ShipAgent.Containers;
using ShipAgent.Machine;

namespace ShipAgent.Homes;

/// <summary>Copies changed homes to the mux every so often, at once when the cloud wants its machine back or the mux is about to end the ship, and once more at an orderly end.</summary>
internal sealed partial class HomeKeeper(HomeCopier copier, SpecStore specs, SpotNotice notice, Farewell farewell, ShipBoard board, TimeProvider time, ILogger<HomeKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan WhileUnknown = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan LastCopy = TimeSpan.FromSeconds(75);
    // Two minutes are left: what is written in them shall not be lost either.
    private static readonly TimeSpan AfterNotice = TimeSpan.FromSeconds(5);

    /// <summary>True when nothing is left to be copied.</summary>
    public async Task<bool> PassAsync(CancellationToken cancellationToken)
    {
        if (specs.Current is not { CopyHomesSeconds: > 0 } spec)
            return true;
        var whole = true;
        foreach (var tutorial in spec.Tutorials)
        {
            if (await copier.CopyAsync(tutorial.Name, cancellationToken) is { } fault)
            {
                LogNotCopied(tutorial.Name, fault);
                whole = false;
            }
        }
        return whole;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var clock = new CancellationTokenSource(LastCopy, time);
        await GuardAsync(clock.Token);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var (noticed, wanted) = (notice.At is not null, farewell.Wanted);
            var whole = await GuardAsync(stoppingToken);
            if (noticed)
                LetGo();
            if (whole && wanted > farewell.Copied)
                SayGoodbye(wanted);
            try
            {
                await notice.Given.WaitAsync(Pause, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // The last copy is made by StopAsync.
            }
        }
    }

    private void LetGo()
    {
        notice.HomesCopied();
        board.Changed.Ring();
    }

    private void SayGoodbye(ulong generation)
    {
        farewell.Done(generation);
        board.Changed.Ring();
    }

    private TimeSpan Pause => specs.Current is not { } spec ? WhileUnknown
        : notice.At is not null || farewell.IsOpen ? AfterNotice
        : spec.CopyHomesSeconds is > 0 and < 86_400 ? TimeSpan.FromSeconds(spec.CopyHomesSeconds) : TimeSpan.FromMinutes(1);

    private async Task<bool> GuardAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await PassAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
#pragma warning disable CA1031 // One home's trouble must not end the copies of all.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogFault(fault);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Tutorial}: the home was not copied: {Reason}")]
    private partial void LogNotCopied(string tutorial, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Copying homes failed; going on")]
    private partial void LogFault(Exception fault);
}
