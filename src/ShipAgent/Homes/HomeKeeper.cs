using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ShipAgent.Containers;
using ShipAgent.Machine;

namespace ShipAgent.Homes;

/// <summary>Copies changed homes to the mux every so often, at once when the cloud wants its machine back, and once more at an orderly end.</summary>
internal sealed partial class HomeKeeper(HomeCopier copier, SpecStore specs, SpotNotice notice, ShipBoard board, TimeProvider time, ILogger<HomeKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan WhileUnknown = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan LastCopy = TimeSpan.FromSeconds(75);
    // Two minutes are left: what is written in them shall not be lost either.
    private static readonly TimeSpan AfterNotice = TimeSpan.FromSeconds(5);

    public async Task PassAsync(CancellationToken cancellationToken)
    {
        if (specs.Current is not { CopyHomesSeconds: > 0 } spec)
            return;
        foreach (var tutorial in spec.Tutorials)
        {
            if (await copier.CopyAsync(tutorial.Name, cancellationToken) is { } fault)
                LogNotCopied(tutorial.Name, fault);
        }
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
            var noticed = notice.At is not null;
            await GuardAsync(stoppingToken);
            if (noticed)
                LetGo();
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

    private TimeSpan Pause => specs.Current is not { } spec ? WhileUnknown
        : notice.At is not null ? AfterNotice
        : spec.CopyHomesSeconds is > 0 and < 86_400 ? TimeSpan.FromSeconds(spec.CopyHomesSeconds) : TimeSpan.FromMinutes(1);

    private async Task GuardAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PassAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // One home's trouble must not end the copies of all.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogFault(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Tutorial}: the home was not copied: {Reason}")]
    private partial void LogNotCopied(string tutorial, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Copying homes failed; going on")]
    private partial void LogFault(Exception fault);
}
