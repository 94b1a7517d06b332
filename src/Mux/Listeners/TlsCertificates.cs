using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Mux.Camp;
using Mux.Metrics;

namespace Mux.Listeners;

/// <summary>
/// The certificates of people's listeners, and the loop that looks whether their files have changed. Looking beats being told: the tools that renew
/// certificates swap links and mounts, of which a watcher on a file hears nothing.
/// </summary>
internal sealed partial class TlsCertificates : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Warning = TimeSpan.FromDays(14);
    private readonly ImmutableArray<TlsCertificate> all;
    private readonly TimeProvider time;
    private readonly ILogger<TlsCertificates> logger;
    private DateTimeOffset nextWarning;

    public TlsCertificates(MuxSettings settings, MuxMetrics metrics, TimeProvider time, ILogger<TlsCertificates> logger)
    {
        (this.time, this.logger) = (time, logger);
        all = [.. Wanted(settings).Select(wanted => new TlsCertificate(wanted.Listener, wanted.Files, wanted.Host, Must(TlsPair.Read(wanted.Files, wanted.Host, time.GetUtcNow())), logger))];
        metrics.Meter.CreateObservableGauge("mux.tls.not.after", NotAfter, "s", "When the certificate of a listener ends, since the Unix epoch.");
    }

    /// <summary>What is wrong with the files of the settings, each with what to do; for before the start.</summary>
    public static IEnumerable<string> Problems(MuxSettings settings, DateTimeOffset now) =>
        Wanted(settings).Select(wanted => TlsPair.Read(wanted.Files, wanted.Host, now).Problem).OfType<string>().Distinct();

    /// <summary>Those of listeners that speak TLS.</summary>
    public ImmutableArray<TlsCertificate> All => all;

    /// <summary>Null: that listener speaks plain HTTP.</summary>
    public TlsCertificate? Of(Listener listener) => all.FirstOrDefault(certificate => certificate.Listener == listener);

    public void Pass()
    {
        var now = time.GetUtcNow();
        var warn = now >= nextWarning;
        nextWarning = warn ? now + TimeSpan.FromDays(1) : nextWarning;
        foreach (var certificate in all)
        {
            certificate.Reload(now);
            if (warn)
            {
                certificate.WarnBeforeEnd(now, Warning);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (!all.IsEmpty && await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                Pass();
            }
#pragma warning disable CA1031 // a loop that ends would let the certificate run out unseen
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogFailed(logger, exception);
            }
        }
    }

    private static IEnumerable<(Listener Listener, TlsFiles Files, string Host)> Wanted(MuxSettings settings)
    {
        if (settings.Entrance.AttendeeTls is { } attendee)
        {
            yield return (Listener.Attendee, attendee, settings.AttendeeUrl.IdnHost);
        }

        if (settings.Entrance.OrganizerTls is { } organizer)
        {
            yield return (Listener.Organizer, organizer, settings.OrganizerUrl.IdnHost);
        }
    }

    private static TlsPair Must(TlsReading reading) => reading.Pair ?? throw new InvalidOperationException(reading.Problem);

    private IEnumerable<Measurement<double>> NotAfter() => all.Select(certificate => new Measurement<double>(
        certificate.Current.NotAfter.ToUnixTimeSeconds(), new KeyValuePair<string, object?>("listener", certificate.Listener.ToString().ToLowerInvariant())));

    [LoggerMessage(LogLevel.Error, "the certificates' files could not be looked at; next try follows")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
