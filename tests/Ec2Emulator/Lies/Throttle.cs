using System.Text.Json.Nodes;

namespace Ec2Emulator.Lies;

/// <summary>The limits that AWS publishes for an account and region: each operation has a bucket of its own, and some a second one for the instances they touch.</summary>
internal sealed class Throttle
{
    private readonly Dictionary<string, TokenBucket> buckets = [];

    /// <summary>Whether the call passes.</summary>
    public bool Admits(string operation, JsonObject parameters, DateTimeOffset now)
    {
        var (size, refill) = Requests(operation, parameters);
        return Bucket(operation, size, refill, now).Take(1, now)
            && (Instances(operation) is not { } limit || Bucket(operation + "/instances", limit.Size, limit.Refill, now).Take(Touched(parameters), now));
    }

    private static (int Size, double Refill) Requests(string operation, JsonObject parameters) => operation switch
    {
        "RunInstances" or "StartInstances" => (5, 2),
        "TerminateInstances" => (100, 5),
        "CreateTags" or "DeleteTags" => (100, 10),
        _ when !IsReading(operation) => (50, 5),
        _ when parameters.Any(parameter => parameter.Key is not "DryRun") => (100, 20),
        _ => (50, 10),
    };

    private static (int Size, double Refill)? Instances(string operation) => operation switch
    {
        "RunInstances" or "StartInstances" => (1000, 2),
        "TerminateInstances" or "StopInstances" => (1000, 20),
        _ => null,
    };

    private static bool IsReading(string operation) => operation.StartsWith("Describe", StringComparison.Ordinal) || operation.StartsWith("Get", StringComparison.Ordinal);

    private static int Touched(JsonObject parameters) => (int?)(long?)parameters["MaxCount"] ?? (parameters["InstanceIds"] as JsonArray)?.Count ?? 1;

    private TokenBucket Bucket(string name, int size, double refill, DateTimeOffset now)
    {
        // A Describe without a filter has a smaller bucket than the same with one.
        var key = $"{name}/{size}";
        return buckets.TryGetValue(key, out var bucket) ? bucket : buckets[key] = new TokenBucket(size, refill, now);
    }
}
