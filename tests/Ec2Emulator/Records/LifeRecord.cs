using Ec2Emulator.Cloud;

namespace Ec2Emulator.Records;

/// <summary>An instance from launch to end, as it truly was: no lag, no forgetting after an hour.</summary>
/// <param name="LaunchedBy">Number of the call.</param>
/// <param name="VisibleFrom">When Describe showed it first.</param>
/// <param name="EndedBy">Number of the call that terminated it; null: nobody did, or it ended by itself.</param>
/// <param name="EndedAt">Since when it costs nothing.</param>
internal sealed record LifeRecord(
    string Id,
    string Type,
    string Zone,
    string Address,
    string? ClientToken,
    IReadOnlyDictionary<string, string> Tags,
    bool Spot,
    string State,
    string? Reason,
    DateTimeOffset LaunchedAt,
    int LaunchedBy,
    DateTimeOffset VisibleFrom,
    DateTimeOffset? EndedAt,
    int? EndedBy)
{
    public static LifeRecord Of(Instance instance, DateTimeOffset now, int launchedBy, int? endedBy)
    {
        var (order, turn) = (instance.Order, instance.TurnAt(now));
        var end = instance.Timetable.FirstOrDefault(other => other.State.Ends() && other.At <= now);
        return new LifeRecord(
            order.Id, order.Type.Name, order.Subnet.Zone, order.Address.ToString(), order.ClientToken, new Dictionary<string, string>(instance.Tags), order.Spot,
            turn.State.Word(), turn.Reason, instance.LaunchedAt, launchedBy, instance.LaunchedAt + order.Lag, end?.At, endedBy);
    }

    /// <summary>Whether it was there, costing money, at that time.</summary>
    public bool LivedAt(DateTimeOffset time) => LaunchedAt <= time && (EndedAt is not { } end || time < end);
}
