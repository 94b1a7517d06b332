using Mux.Orders;

namespace Mux.Dashboard;

/// <summary>What came of an order for an attendee.</summary>
/// <param name="Error">Empty when it was taken.</param>
/// <param name="Done">Empty when there is nothing to say.</param>
public sealed record AttendeeNote(string Error, string Done)
{
    internal static readonly AttendeeNote None = new("", "");

    /// <summary>Whose code was just made; empty: none was.</summary>
    public string CodeFor { get; init; } = "";

    /// <summary>Shown this once.</summary>
    public string Code { get; init; } = "";

    internal static AttendeeNote Of(Refusal refusal) => new($"{refusal.Why} {refusal.Fix}", "");

    internal static AttendeeNote Of(MadeCode made) => None with { CodeFor = made.Attendee.Name, Code = made.Code };

    internal static AttendeeNote Of(LoggedOut ended) => new("", ended.Count == 0
        ? $"{ended.Attendee.Name} was logged in nowhere."
        : $"{ended.Attendee.Name} is logged out everywhere: {Wording.Count(ended.Count, "login", "logins")} ended.");
}
