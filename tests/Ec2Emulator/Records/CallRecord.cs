using System.Text.Json.Nodes;

namespace Ec2Emulator.Records;

/// <summary>A call of the API, whatever became of it.</summary>
/// <param name="Error">AWS's code; null: it succeeded.</param>
/// <param name="Cut">Its answer was never sent.</param>
/// <param name="Instances">Those that it launched, ended, stopped or started.</param>
internal sealed record CallRecord(int Number, DateTimeOffset At, string Operation, JsonObject Parameters, string RequestId, string? Error, bool Cut, IReadOnlyList<string> Instances);
