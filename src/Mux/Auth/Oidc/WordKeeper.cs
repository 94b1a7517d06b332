using Mux.Fleet;
using Mux.Store;

namespace Mux.Auth.Oidc;

/// <summary>Sees to it that no session outlives its provider's word: asks again in time, and ends what the provider takes back.</summary>
internal sealed partial class WordKeeper(FleetStore store, WordRefresh refresh, TimeProvider time, ILogger<WordKeeper> logger) : BackgroundService
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>Asks for every word that is due.</summary>
    public Task PassAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var snapshot = store.Snapshot;
        var due = snapshot.Logins.Values.Where(login => login.Word?.AskAt <= now && login.ExpiresAt > now)
            .Select(login => new Due(login.Word!, asked => KeepAsync(login.Key, asked, cancellationToken)))
            .Concat(snapshot.StaffSessions.Values.Where(session => session.Word?.AskAt <= now && session.ExpiresAt > now)
                .Select(session => new Due(session.Word!, asked => KeepStaffAsync(session.Key, asked, cancellationToken))));
        return Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (one, token) =>
        {
            var asked = await refresh.AskAsync(one.Word, token);
            await one.KeepAsync(asked);
            if (asked.Word is null)
            {
                LogEnded(logger, one.Word.Provider, asked.Why);
            }
        });
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await PassAsync(stoppingToken);
            }
#pragma warning disable CA1031 // one pass that fails must not end the loop
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogPassFailed(logger, exception.GetType().Name);
            }
        }
    }

    private Task<bool> KeepAsync(string key, Refreshed asked, CancellationToken cancellationToken) => store.ChangeAsync(
        draft =>
        {
            if (!draft.Snapshot.Logins.TryGetValue(key, out var login))
            {
                return false;
            }

            if (asked.Word is { } word)
            {
                draft.Put(login with { Word = word, ExpiresAt = word.ExpiresAt });
            }
            else
            {
                draft.RemoveLogin(key);
                draft.Audit(new AuditEntry(login.Attendee.Value, "session.ended", login.Attendee.Value, asked.Why));
            }

            return true;
        },
        cancellationToken);

    private Task<bool> KeepStaffAsync(string key, Refreshed asked, CancellationToken cancellationToken) => store.ChangeAsync(
        draft =>
        {
            if (!draft.Snapshot.StaffSessions.TryGetValue(key, out var session))
            {
                return false;
            }

            if (asked.Word is { } word)
            {
                draft.Put(session with { Word = word, ExpiresAt = word.ExpiresAt });
            }
            else
            {
                draft.RemoveStaffSession(key);
                draft.Audit(new AuditEntry(session.Staff.Name, "session.ended", $"{session.Staff.Roles}", asked.Why));
            }

            return true;
        },
        cancellationToken);

    [LoggerMessage(LogLevel.Information, "a session by {Provider} has ended: {Why}")]
    private static partial void LogEnded(ILogger logger, string provider, string why);

    [LoggerMessage(LogLevel.Error, "asking the providers again failed: {Exception}")]
    private static partial void LogPassFailed(ILogger logger, string exception);

    private sealed record Due(ProviderWord Word, Func<Refreshed, Task> KeepAsync);
}
