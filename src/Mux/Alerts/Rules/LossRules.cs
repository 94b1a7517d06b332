using Mux.Fleet;

namespace Mux.Alerts.Rules;

/// <summary>Ships that were lost in number, and homes that cannot be copied away from theirs.</summary>
internal static class LossRules
{
    public static IEnumerable<AlertFinding> Find(FleetSnapshot snapshot, AlertFacts facts, DateTimeOffset now)
    {
        var lost = snapshot.ShipList.Where(ship => ship is { State: ShipState.Terminated, Cause: TerminationCause.Lost } && now - ship.StateSince < AlertLimits.Memory).OrderByDescending(ship => ship.StateSince).ThenBy(ship => ship.Id.Value, StringComparer.Ordinal).ToList();
        if (lost.Count > 0)
        {
            var live = snapshot.ShipList.Count(ship => ship.IsLive);
            yield return new AlertFinding(
                AlertKind.ShipsLost, "fleet", lost.Count * 10 > live ? Severity.Bad : Severity.Warning,
                $"{AlertWords.Count(lost.Count, "ship was", "ships were")} lost in the last {AlertLimits.Memory.TotalMinutes:0} minutes, the last for: {lost[0].Reason}",
                "Their attendees get other ships by themselves. Look at the network between ships and mux, and at the provider's status page.")
            {
                Ship = lost[0].Id,
                Raises = lost.Count > 1 && lost.Count * 20 >= live,
            };
        }

        var homes = facts.Homes.Where(home => snapshot.Ships.GetValueOrDefault(home.Ship) is { IsLive: true }).OrderByDescending(home => home.Times).ToList();
        if (homes.Count > 0)
        {
            yield return new AlertFinding(
                AlertKind.Homes, "copies", Severity.Warning, $"The files of {AlertWords.Count(homes.Count, "ship are", "ships are")} not copied to the mux ({homes[0].Why}): if the machine dies, what was written since is lost",
                "Too large: raise fleet.largest_home or ask the attendee to remove what is large. No space: make room on the mux's disk.")
            {
                Ship = homes[0].Ship,
                Raises = homes.Exists(home => home.Times > 1),
            };
        }
    }
}
