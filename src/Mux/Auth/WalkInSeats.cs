using Mux.Camp;
using Mux.Fleet;

namespace Mux.Auth;

/// <summary>Seats for those who come by access code alone; the others are the roster's and the staff's.</summary>
internal static class WalkInSeats
{
    public static bool AreTaken(LoginDefinition login, FleetSnapshot snapshot) =>
        login.WalkIns is { } seats && snapshot.Attendees.Values.Count(attendee => attendee is { Origin: AttendeeOrigin.WalkIn, OnStandBy: false }) >= seats;

    public static Attendee StandBy(Attendee newcomer, LoginDefinition login) => newcomer with
    {
        OnStandBy = true,
        Notice = $"{Taken(login)} You are on stand-by: the next seat that nobody else needs is yours, without your doing anything.",
    };

    public static LoginOutcome None(LoginDefinition login) => new(LoginResult.NoSeat, $"{Taken(login)} If you have a personal link, please use it; otherwise see an organizer.");

    private static string Taken(LoginDefinition login) => login.WalkIns == 1 ? "The one seat for people without an invitation is taken." : $"All {login.WalkIns} seats for people without an invitation are taken.";
}
