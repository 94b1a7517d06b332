using Mux.Camp;

namespace Mux.Preflight;

/// <summary>Runs preflights one at a time, and keeps the newest report.</summary>
internal sealed class PreflightDesk(CampDefinition camp, IPreflight preflight, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);
    private readonly SemaphoreSlim one = new(1);

    /// <summary>Null before the first look.</summary>
    public PreflightReport? Latest { get; private set; }

    public async Task<PreflightReport> RunAsync(CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            using var patience = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            var checks = await preflight.CheckAsync(camp.Fleet.MaxShips, either.Token);
            return Latest = new PreflightReport(time.GetUtcNow(), camp.Fleet.Provider, camp.Fleet.MaxShips, checks);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Latest = new PreflightReport(time.GetUtcNow(), camp.Fleet.Provider, camp.Fleet.MaxShips, [PreflightCheck.Unknown("answers", "within 45 s", "The provider does not answer: check the network of this machine, then run it again.")]);
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();
}
