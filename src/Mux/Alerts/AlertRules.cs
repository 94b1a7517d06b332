using System.Collections.Immutable;
using Mux.Alerts.Rules;
using Mux.Fleet;

namespace Mux.Alerts;

/// <summary>All that is wrong with a camp at one moment: a pure function of (snapshot, facts, limits, now).</summary>
internal static class AlertRules
{
    public static ImmutableArray<AlertFinding> Find(FleetSnapshot snapshot, AlertFacts facts, AlertLimits limits, DateTimeOffset now) =>
    [
        .. BootRules.Find(snapshot, limits, now),
        .. ImageRules.Find(snapshot),
        .. DiskRules.Find(snapshot, facts),
        .. CapacityRules.Find(snapshot, limits),
        .. LaunchRules.Find(snapshot),
        .. CertificateRules.Find(facts, snapshot, now),
        .. LossRules.Find(snapshot, facts, now),
    ];
}
