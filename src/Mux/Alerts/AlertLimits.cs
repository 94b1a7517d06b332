using Mux.Camp;

namespace Mux.Alerts;

/// <summary>From when on something is worth an alert.</summary>
/// <param name="SlowBoot">A ship that has been booting for longer is late.</param>
internal sealed record AlertLimits(int MaxShips, TimeSpan SlowBoot)
{
    /// <summary>Ships that were lost, or given up while booting, count for so long.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    /// <summary>Agents renew at half of three days: one with less than this has failed to for half a day.</summary>
    public static readonly TimeSpan AgentCertificate = TimeSpan.FromDays(1);

    public static AlertLimits Of(CampDefinition camp) => new(camp.Fleet.MaxShips, camp.Fleet.BootTimeout * 0.7);
}
