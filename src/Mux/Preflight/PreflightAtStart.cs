using Mux.Fleet;
using Mux.Store;

namespace Mux.Preflight;

/// <summary>
/// Looks once when the mux starts. Until it has looked nothing is launched, where that is wanted; and nothing after, as long as a launch would fail for certain.
/// Attendees are served meanwhile.
/// </summary>
internal sealed partial class PreflightAtStart(PreflightDesk desk, IPreflight preflight, FleetStore store, ILogger<PreflightAtStart> logger) : BackgroundService
{
    private static readonly LaunchStop Looking = new("Preflight", "the provider's account is being looked at.", "This takes some seconds.");

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (preflight.HoldsLaunches)
        {
            await StopAsync(Looking, cancellationToken);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        LaunchStop? stop = null;
        try
        {
            var report = await desk.RunAsync(stoppingToken);
            foreach (var check in report.Checks.Where(check => check.Verdict == Verdict.Short))
            {
                LogShort(logger, check.ForbidsLaunches ? LogLevel.Error : LogLevel.Warning, check.Code.Length > 0 ? $"{check.Name} ({check.Code})" : check.Name, check.Wanted, check.There, check.Fix);
            }

            stop = report.Stop;
        }
#pragma warning disable CA1031 // a look that fails must not keep the camp from being launched
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(logger, exception);
        }

        if (preflight.HoldsLaunches)
        {
            await StopAsync(stop, stoppingToken);
        }
    }

    private Task<bool> StopAsync(LaunchStop? stop, CancellationToken cancellationToken) => store.ChangeAsync(
        draft =>
        {
            draft.Put(draft.Snapshot.Board with { Stop = stop });
            return true;
        },
        cancellationToken);

    [LoggerMessage("preflight: {Name} is short: wanted {Wanted}, there is {There}. {Fix}")]
    private static partial void LogShort(ILogger logger, LogLevel level, string name, string wanted, string there, string fix);

    [LoggerMessage(LogLevel.Error, "preflight failed; launching goes on")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
