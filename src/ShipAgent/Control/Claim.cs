namespace ShipAgent.Control;

/// <summary>Who the agent says it is when it enrolls: one of the two, the other is empty. The mux checks either.</summary>
internal sealed record Claim(string ShipId, string InstanceId);
