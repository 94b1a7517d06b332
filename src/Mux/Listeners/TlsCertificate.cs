using Mux.Camp;

namespace Mux.Listeners;

/// <summary>
/// What one listener proves itself with. Files that change are taken without a restart; new ones that are no good are said so, and the old ones stay.
/// Those that were replaced are left to the collector: handshakes under way may hold them.
/// </summary>
internal sealed partial class TlsCertificate(Listener listener, TlsFiles files, string host, TlsPair first, ILogger logger)
{
    private string? problem;

    public Listener Listener { get; } = listener;

    public TlsPair Current { get; private set; } = first;

    /// <summary>Reads the files once more. Renewing tools write two files one after the other: what does not fit yet may fit at the next look.</summary>
    public void Reload(DateTimeOffset now)
    {
        var reading = TlsPair.Read(files, host, now);
        if (reading.Pair is { } pair && pair.Fingerprint != Current.Fingerprint)
        {
            LogTaken(logger, Listener, pair.NotAfter);
            Current = pair;
        }

        if (reading.Problem is not null && reading.Problem != problem)
        {
            LogRefused(logger, Listener, reading.Problem, Current.NotAfter);
        }

        problem = reading.Problem;
    }

    /// <param name="warning">How long before its end a certificate is spoken of.</param>
    public void WarnBeforeEnd(DateTimeOffset now, TimeSpan warning)
    {
        if (Current.NotAfter - now < warning)
        {
            LogEnding(logger, Listener, Current.NotAfter);
        }
    }

    [LoggerMessage(LogLevel.Information, "the {Listener} listener has a new certificate, good until {NotAfter:u}")]
    private static partial void LogTaken(ILogger logger, Listener listener, DateTimeOffset notAfter);

    [LoggerMessage(LogLevel.Error, "the {Listener} listener keeps its old certificate, good until {NotAfter:u}: {Problem}")]
    private static partial void LogRefused(ILogger logger, Listener listener, string problem, DateTimeOffset notAfter);

    [LoggerMessage(LogLevel.Warning, "the certificate of the {Listener} listener ends at {NotAfter:u}: renew it")]
    private static partial void LogEnding(ILogger logger, Listener listener, DateTimeOffset notAfter);
}
