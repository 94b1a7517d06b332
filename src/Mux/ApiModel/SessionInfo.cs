namespace Mux.ApiModel;

/// <summary>A session of the camp.</summary>
/// <param name="State"><c>coming</c>, <c>open</c> or <c>over</c></param>
/// <param name="TimeZone">IANA name of the zone in which its times are read.</param>
/// <param name="WarmBy">When <paramref name="Wanted"/> ships shall be available.</param>
/// <param name="Doors">What opens them: <c>time</c>, <c>ready</c> or <c>hand</c>.</param>
/// <param name="Wanted">Ships for the seats that will be taken, and the spare ones.</param>
/// <param name="WarmUpFrom">When the mux begins to launch them.</param>
/// <param name="ReadyAt">When all of them are expected to be available; null when it is over, or while no boot was seen to judge from.</param>
/// <param name="Outlook">The same in words, such as <c>ready 8 minutes before it must be</c>.</param>
internal sealed record SessionInfo(
    string Name,
    string Title,
    string State,
    string TimeZone,
    DateTimeOffset Opens,
    DateTimeOffset Closes,
    int Seats,
    int Spare,
    int NoShows,
    DateTimeOffset WarmBy,
    string Doors,
    int Reserved,
    DateTimeOffset ReservedUntil,
    int Wanted,
    DateTimeOffset WarmUpFrom,
    DateTimeOffset? ReadyAt,
    string Outlook)
{
    /// <summary>Inside the session, in order: when updates come to who chose the break.</summary>
    public IReadOnlyList<SessionBreakInfo> Breaks { get; init; } = [];
}

internal sealed record SessionBreakInfo(DateTimeOffset From, DateTimeOffset Until);

/// <summary>Body of <c>POST sessions</c>, and of <c>PATCH sessions/{name}</c> where all that is not said stays as it is.</summary>
/// <param name="TimeZone">IANA name; the camp's when not said.</param>
/// <param name="Opens">Such as <c>2027-03-04 09:00</c>, in the zone.</param>
/// <param name="Closes">The same, or <c>17:00</c> on the day of the opening.</param>
/// <param name="NoShows">Of a hundred seats, how many are expected to stay empty.</param>
/// <param name="WarmBy">A time before the opening (<c>15m</c>, the default) or a moment (<c>08:45</c>).</param>
/// <param name="ReservedFor">From the opening until reserved seats are anybody's; 15m when not said.</param>
/// <param name="Breaks">Each such as <c>10:30-10:45</c>, in the zone, on the day of the opening; an empty list takes them away.</param>
internal sealed record SessionRequest(
    string? Name = null,
    string? Title = null,
    string? TimeZone = null,
    string? Opens = null,
    string? Closes = null,
    int? Seats = null,
    int? Spare = null,
    int? NoShows = null,
    string? WarmBy = null,
    string? Doors = null,
    int? Reserved = null,
    string? ReservedFor = null,
    IReadOnlyList<string>? Breaks = null);

/// <summary>Body of <c>PUT doors</c>.</summary>
/// <param name="Open">Null: the rule of the session counts again.</param>
internal sealed record DoorsRequest(bool? Open);

/// <summary>The doors after the order.</summary>
/// <param name="ByHand">An organizer's word counts, until a session closes.</param>
internal sealed record DoorsInfo(bool Open, bool ByHand);
