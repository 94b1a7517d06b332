using Mux.ApiModel;
using Mux.Camp;
using Mux.Fleet;

namespace Mux.Api;

/// <summary>A session as the API shows it.</summary>
internal static class SessionView
{
    public static SessionInfo Of(CampSession session, FleetSnapshot snapshot, CampDefinition camp, DateTimeOffset now)
    {
        var forecast = SessionForecast.Of(session, snapshot, camp.SessionGoals, now);
        return new SessionInfo(
            session.Name,
            session.Title,
            forecast.State.Word(),
            session.Zone,
            session.Opens,
            session.Closes,
            session.Seats,
            session.Spare,
            session.NoShows,
            session.WarmBy,
            session.Doors.Word(),
            session.Reserved,
            session.ReservedUntil,
            session.Wanted,
            WarmUp.Start(session, snapshot.Boots, camp.SessionGoals),
            forecast.ReadyAt,
            forecast.Sentence)
        {
            Breaks = [.. session.Breaks.Items.Select(one => new SessionBreakInfo(one.From, one.Until))],
        };
    }

    public static SessionForm Form(SessionRequest request, string name) => new(name)
    {
        Title = request.Title,
        TimeZone = request.TimeZone,
        Opens = request.Opens,
        Closes = request.Closes,
        Seats = request.Seats,
        Spare = request.Spare,
        NoShows = request.NoShows,
        WarmBy = request.WarmBy,
        Doors = request.Doors,
        Reserved = request.Reserved,
        ReservedFor = request.ReservedFor,
        Breaks = request.Breaks is null ? null : string.Join(", ", request.Breaks),
    };
}
