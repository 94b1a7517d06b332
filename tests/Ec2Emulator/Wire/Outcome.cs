using System.Text.Json.Nodes;

namespace Ec2Emulator.Wire;

/// <summary>What an operation comes to: an answer, by the names that SDKs use, or an error.</summary>
internal readonly record struct Outcome(JsonObject? Answer, ApiError? Error)
{
    public static implicit operator Outcome(JsonObject answer) => new(answer, null);

    public static implicit operator Outcome(ApiError error) => new(null, error);
}
