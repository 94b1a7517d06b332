using System.Collections.Immutable;
using Mux.Camp;
using Mux.ControlChannel;
using Mux.Fleet;
using Mux.Homes;
using Mux.Listeners;

namespace Mux.Alerts;

/// <summary>Looks at what the snapshot does not hold: the mux's disk, certificates, copies of homes.</summary>
internal sealed class AlertFactFinder(MuxSettings settings, TlsCertificates tls, CertificateAuthority authority, ShipConnections connections, HomeFailures homes)
{
    private static readonly TimeSpan TwoWeeks = TimeSpan.FromDays(14);

    public AlertFacts Look(FleetSnapshot snapshot)
    {
        homes.KeepOnly(ship => snapshot.Ships.GetValueOrDefault(ship) is { IsLive: true });
        return new AlertFacts
        {
            MuxDisk = Disk(),
            Keys = [.. tls.All.Select(OfListener), .. OfControlChannel()],
            AgentCertificates = connections.All.Where(connection => connection.CertificateEnds is not null).DistinctBy(connection => connection.Ship)
                .ToImmutableDictionary(connection => connection.Ship, connection => connection.CertificateEnds!.Value),
            Homes = [.. homes.All.Select(failure => new FailingHome(failure.Ship, Words(failure.Outcome), failure.Times))],
        };
    }

    private DiskSpace? Disk()
    {
        try
        {
            var drive = new DriveInfo(settings.DataFolder);
            return new DiskSpace(drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // what cannot be looked at is not called full
        }
    }

    private static ExpiringKey OfListener(TlsCertificate certificate) => new(
        $"The certificate of the {(certificate.Listener == Listener.Attendee ? "attendees'" : "organizers'")} address", certificate.Current.NotAfter, TwoWeeks,
        "Renew it and put the new files in place of the old: they are taken without a restart.");

    private IEnumerable<ExpiringKey> OfControlChannel() =>
    [
        new("The camp's own authority", authority.NotAfter, TimeSpan.FromDays(30), "It changes by itself long before: the mux's log says why it did not, or 'mux authority rotate' does. One of an older mux cannot: after the camp end all ships, stop the mux, remove ca.crt and keys/ca.key, start it."),
        new("The mux's certificate towards ships", authority.ServerCertificate.NotAfter, TwoWeeks, "Restart the mux: it makes a new one. Notebooks go on."),
    ];

    private static string Words(HomeOutcome outcome) => outcome switch { HomeOutcome.TooLarge => "too large", HomeOutcome.NoSpace => "no space is left on the mux's disk", _ => "the copy broke off" };
}
