namespace Mux.ApiModel;

/// <summary>What the provider lists of the camp: the proof of what there is, and what costs money.</summary>
/// <param name="At">When the provider was asked; null while it does not answer: then nothing is known.</param>
/// <param name="Fleet">This fleet's own id.</param>
/// <param name="Unfinished">Ships whose machine is not known to be gone, and orders whose answer is out.</param>
internal sealed record MachinesInfo(DateTimeOffset? At, string Fleet, int Unfinished, IReadOnlyList<MachineInfo> Machines);

/// <summary>One machine that carries the camp's name.</summary>
/// <param name="Id">The provider's name for it.</param>
/// <param name="State"><c>alive</c>, <c>down</c>, <c>ending</c> or <c>gone</c>.</param>
/// <param name="Ship">Id of its ship; null when the store has none.</param>
/// <param name="LaunchedAt">Null when the provider does not say.</param>
/// <param name="Verdict">What the sweep does with it: <c>keep</c>, <c>adopt</c> (the answer to a launch is out), <c>wait</c> (nobody's, but new), <c>foreign</c> (of another fleet whose camp has the same name), <c>terminate</c> or <c>gone</c>.</param>
/// <param name="Fleet">The fleet's id that it carries; empty for none, null where a provider has no such thing.</param>
internal sealed record MachineInfo(string Id, string State, string? Ship, string? Fleet, string Batch, string Type, string? Address, DateTimeOffset? LaunchedAt, string Reason, string Verdict);

/// <summary>The bill, reckoned by the camp's own prices; not what the cloud will say.</summary>
/// <param name="PerHour">Dollars, of the machines that are there now.</param>
/// <param name="SoFar">Dollars since the camp began.</param>
/// <param name="Machines">That are there now.</param>
/// <param name="Unpriced">Types without a price.</param>
internal sealed record CostInfo(decimal PerHour, decimal SoFar, int Machines, IReadOnlyList<string> Unpriced);
