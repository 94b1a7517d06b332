using Mux.Fleet;
using Mux.Store;

namespace Mux.Auth.Oidc;

/// <summary>Sees to it that no session outlives its provider's word: asks again in time, and ends what the provider takes back.</summary>
internal sealed partial class WordKeeper(FleetStore store, OrganizerAccess access, WordRefresh refresh, TimeProvider time, ILogger<WordKeeper> logger) : BackgroundService
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>Asks for every word that is due.</summary>
    public Task PassAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = store.Snapshot.Logins.Values.Where(login => login.Word?.AskAt <= now && login.ExpiresAt > now)
            .Select(login => new Due(login.Word!, asked => KeepAsync(login.Key, asked, cancellationToken)))
            .Concat(access.Words().Where(held => held.Word.AskAt <= now).Select(held => new Due(held.Word, asked => Keep(held.Key, asked))));
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

    private Task Keep(string key, Refreshed asked)
    {
        access.Keep(key, asked.Word);
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Information, "a session by {Provider} has ended: {Why}")]
    private static partial void LogEnded(ILogger logger, string provider, string why);

    [LoggerMessage(LogLevel.Error, "asking the providers again failed: {Exception}")]
    private static partial void LogPassFailed(ILogger logger, string exception);

    private sealed record Due(ProviderWord Word, Func<Refreshed, Task> KeepAsync);
}
