using Mux.Fleet;

namespace Mux.Alerts.Rules;

/// <summary>Certificates that end soon: the mux's own, and agents' that were not renewed.</summary>
internal static class CertificateRules
{
    private static readonly TimeSpan Urgent = TimeSpan.FromDays(2);

    public static IEnumerable<AlertFinding> Find(AlertFacts facts, FleetSnapshot snapshot, DateTimeOffset now)
    {
        foreach (var key in facts.Keys.Where(key => key.NotAfter - now < key.Warning))
        {
            var left = key.NotAfter - now;
            var text = left > TimeSpan.Zero ? $"{key.Name} ends on {AlertWords.Day(key.NotAfter)}" : $"{key.Name} ended on {AlertWords.Day(key.NotAfter)}";
            yield return new AlertFinding(AlertKind.Certificate, key.Name, left < Urgent ? Severity.Bad : Severity.Warning, text, key.Fix);
        }

        var stale = facts.AgentCertificates.Where(pair => pair.Value - now < AlertLimits.AgentCertificate && snapshot.Ships.GetValueOrDefault(pair.Key) is { IsLive: true }).OrderBy(pair => pair.Value).ToList();
        if (stale.Count > 0)
        {
            yield return new AlertFinding(
                AlertKind.AgentCertificates, "agents", Severity.Warning,
                $"{AlertWords.Count(stale.Count, "agent has", "agents have")} not renewed the certificate that it needs to reach the mux; the first ends on {AlertWords.Day(stale[0].Value)}",
                "The agent's log on that ship says why ('The certificate was not renewed'); replace the ship if it cannot be mended.")
            {
                Ship = stale[0].Key,
            };
        }
    }
}
