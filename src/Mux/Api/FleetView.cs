using Mux.ApiModel;
using Mux.Camp;
using Mux.Fleet;

namespace Mux.Api;

/// <summary>The fleet and its attendees as the API shows them.</summary>
internal static class FleetView
{
    private const int MaxConcerns = 50;

    public static FleetInfo Of(FleetSnapshot snapshot, CampDefinition camp, DateTimeOffset now)
    {
        var outlook = FleetOutlook.Of(snapshot, camp.Fleet.OpenAt, now);
        return new FleetInfo(
            camp.Name,
            now,
            snapshot.Version,
            snapshot.Goal,
            snapshot.GoalRule.Word(),
            snapshot.GoalWhy,
            camp.Fleet.MaxShips,
            camp.Fleet.OpenAt,
            snapshot.DoorsOpen,
            snapshot.Line.Count,
            snapshot.People.Count(),
            Counts(snapshot),
            [.. camp.Tutorials.Select(tutorial => Tutorial(tutorial, snapshot))],
            outlook.Severity.Word(),
            outlook.Sentence,
            [.. outlook.Concerns.Take(MaxConcerns).Select(concern => concern.Text)])
        {
            Cost = MachinesView.CostOf(snapshot, camp.Prices, now),
        };
    }

    public static AttendeeInfo Of(Attendee attendee, FleetSnapshot snapshot)
    {
        var ship = snapshot.ShipOf(attendee.Id);
        return new AttendeeInfo(attendee.Id.Value, attendee.Name, attendee.CreatedAt, ship?.Id.Value, ship?.State.Word(), snapshot.PositionOf(attendee.Id), attendee.Notice);
    }

    private static FleetCounts Counts(FleetSnapshot snapshot)
    {
        var counts = snapshot.Ships.Values.CountBy(ship => ship.State).ToDictionary();
        int Of(ShipState state) => counts.GetValueOrDefault(state);
        return new FleetCounts(Of(ShipState.Pending), Of(ShipState.Booting), Of(ShipState.Available), Of(ShipState.Running), Of(ShipState.Terminated));
    }

    private static TutorialInfo Tutorial(TutorialDefinition tutorial, FleetSnapshot snapshot)
    {
        var target = snapshot.Targets.GetValueOrDefault(tutorial.Name);
        var there = target is null ? 0 : snapshot.Ships.Values.Count(ship => ship.IsLive && ship.Tutorials.GetValueOrDefault(tutorial.Name)?.RunningDigest == target.Digest);
        return new TutorialInfo(tutorial.Name, tutorial.Title, target?.Image, target?.Digest, there);
    }
}
