using System.Text.Json.Nodes;
using Ec2Emulator.Cloud;
using Ec2Emulator.Wire;

namespace Ec2Emulator.Lies;

/// <summary>Decides what a call meets. The account's lock guards it.</summary>
internal sealed class Liar(Dice dice)
{
    private readonly Throttle throttle = new();
    private FaultPlan plan = FaultPlan.None;
    private int[] left = [];

    public FaultPlan Plan
    {
        get => plan;
        set => (plan, left) = (value, [.. value.Shortages.Select(shortage => shortage.Left)]);
    }

    /// <summary>What a call gets instead of being tried; null: it is tried.</summary>
    public ApiError? Refusal(string operation, JsonObject parameters, DateTimeOffset now)
    {
        if (dice.Hits(plan.ThrottlePercent) || (plan.Buckets && !throttle.Admits(operation, parameters, now)))
        {
            return ApiError.Throttled;
        }

        return plan.Denied.Contains(operation) ? ApiError.Unauthorized : null;
    }

    public bool Cuts() => dice.Hits(plan.CutPercent);

    public TimeSpan Lag() => dice.Between(plan.LagFrom, plan.LagTo);

    public bool DiesAtOnce() => dice.Hits(plan.DieAtOncePercent);

    public double Quota(string code) => plan.Quotas.TryGetValue(code, out var value) ? value : Quotas.All[code].Value;

    /// <summary>How many instances the zone still has room for.</summary>
    public int Room(string zone, string type) => Hit(zone, type).Select(index => left[index]).DefaultIfEmpty(int.MaxValue).Min();

    public void Use(string zone, string type, int count)
    {
        foreach (var index in Hit(zone, type))
        {
            left[index] -= count;
        }
    }

    /// <summary>How many of a batch are launched, where all could be.</summary>
    public int Batch(int least, int most) => least < most && dice.Hits(plan.PartialPercent) ? dice.Between(least, most - 1) : most;

    private IEnumerable<int> Hit(string zone, string type) => Enumerable.Range(0, left.Length).Where(index => plan.Shortages[index].Hits(zone, type));
}
