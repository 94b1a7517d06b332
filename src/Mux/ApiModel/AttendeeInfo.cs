namespace Mux.ApiModel;

/// <summary>Somebody who logged in. No code, no hash.</summary>
/// <param name="Position">1 for the first in line; null when not waiting.</param>
/// <param name="Ship">Id of the ship; null while waiting.</param>
/// <param name="Notice">What the attendee's page says about the ship; empty when nothing.</param>
internal sealed record AttendeeInfo(string Id, string Name, DateTimeOffset CreatedAt, string? Ship, string? ShipState, int? Position, string Notice);

/// <summary>Answer to <c>POST attendees/{id}/code</c>.</summary>
/// <param name="Code">Shown this once; only its salted hash is kept.</param>
internal sealed record AttendeeCodeInfo(string Id, string Name, string Code);

/// <summary>Answer to <c>DELETE attendees/{id}/logins</c>.</summary>
/// <param name="Ended">How many there were; 0 when the attendee was logged in nowhere.</param>
internal sealed record LoginsEndedInfo(string Id, string Name, int Ended);
