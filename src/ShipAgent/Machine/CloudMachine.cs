namespace ShipAgent.Machine;

/// <summary>The machine in its cloud's own words.</summary>
/// <param name="InstanceId">Its name there, by which the mux knows the ship.</param>
/// <param name="Address">Its private IPv4 address: where the mux reaches its containers.</param>
/// <param name="IsSpot">The cloud may take it away at two minutes' notice.</param>
internal sealed record CloudMachine(string InstanceId, string Address, bool IsSpot);
