using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mux.ApiModel;

/// <summary>How the API's records look on the wire: camelCase, nulls written, numbers as numbers.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = false, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(ShipInfo))]
[JsonSerializable(typeof(IReadOnlyList<ShipInfo>))]
[JsonSerializable(typeof(BulkRequest))]
[JsonSerializable(typeof(BulkInfo))]
[JsonSerializable(typeof(FleetInfo))]
[JsonSerializable(typeof(GoalRequest))]
[JsonSerializable(typeof(MachinesInfo))]
[JsonSerializable(typeof(AuthorityInfo))]
[JsonSerializable(typeof(IReadOnlyList<AttendeeInfo>))]
[JsonSerializable(typeof(AttendeeCodeInfo))]
[JsonSerializable(typeof(LoginsEndedInfo))]
[JsonSerializable(typeof(IReadOnlyList<EventInfo>))]
[JsonSerializable(typeof(RolloutRequest))]
[JsonSerializable(typeof(RollbackRequest))]
[JsonSerializable(typeof(RolloutInfo))]
[JsonSerializable(typeof(IReadOnlyList<RolloutInfo>))]
[JsonSerializable(typeof(RolloutUnchanged))]
[JsonSerializable(typeof(PreflightInfo))]
[JsonSerializable(typeof(RehearsalRequest))]
[JsonSerializable(typeof(RehearsalInfo))]
[JsonSerializable(typeof(IReadOnlyList<RehearsalInfo>))]
[JsonSerializable(typeof(SessionRequest))]
[JsonSerializable(typeof(SessionInfo))]
[JsonSerializable(typeof(IReadOnlyList<SessionInfo>))]
[JsonSerializable(typeof(DoorsRequest))]
[JsonSerializable(typeof(DoorsInfo))]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(TokenInfo))]
[JsonSerializable(typeof(IReadOnlyList<TokenInfo>))]
[JsonSerializable(typeof(TokenMadeInfo))]
[JsonSerializable(typeof(HandInfo))]
[JsonSerializable(typeof(IReadOnlyList<HandInfo>))]
[JsonSerializable(typeof(HandAskRequest))]
[JsonSerializable(typeof(RosterInfo))]
[JsonSerializable(typeof(IReadOnlyList<RosterInfo>))]
[JsonSerializable(typeof(RosterImportInfo))]
[JsonSerializable(typeof(RosterLinkInfo))]
[JsonSerializable(typeof(RosterMailInfo))]
[JsonSerializable(typeof(IReadOnlyList<AlertInfo>))]
[JsonSerializable(typeof(AlertMessage))]
[JsonSerializable(typeof(AlertTestInfo))]
[JsonSerializable(typeof(ApiProblem))]
internal sealed partial class ApiJson : JsonSerializerContext;

/// <summary>An error (RFC 9457), with the field at fault and what to do about it where there is one.</summary>
internal sealed record ApiProblem(string? Title, int Status, string? Detail, string? Field, string? Fix);
