using Ec2Emulator.Cloud;

namespace Ec2Emulator.Records;

/// <summary>The emulator's own book: what truly happened, whatever it told its callers. The account's lock guards it.</summary>
internal sealed class Ledger
{
    private readonly List<CallRecord> calls = [];
    private readonly Dictionary<string, int> launches = [];
    private readonly Dictionary<string, int> ends = [];

    public int NextCall => calls.Count + 1;

    public IReadOnlyList<CallRecord> Calls => calls;

    public void Add(CallRecord call) => calls.Add(call);

    public void Launched(Instance instance, int call) => launches[instance.Order.Id] = call;

    public void Ended(Instance instance, int call) => ends.TryAdd(instance.Order.Id, call);

    public LifeRecord LifeOf(Instance instance, DateTimeOffset now) =>
        LifeRecord.Of(instance, now, launches[instance.Order.Id], ends.TryGetValue(instance.Order.Id, out var call) ? call : null);
}

/// <summary>The book at one moment.</summary>
/// <param name="Lives">Every instance that ever was, in the order of launch.</param>
/// <param name="LeftVolumes">Disks without an instance: they cost.</param>
internal sealed record LedgerPage(DateTimeOffset Now, IReadOnlyList<CallRecord> Calls, IReadOnlyList<LifeRecord> Lives, IReadOnlyList<string> LeftVolumes)
{
    /// <summary>The most instances that lived at the same time.</summary>
    public int MostAtOnce(Func<LifeRecord, bool> which) => Lives.Where(which).Select(life => life.LaunchedAt)
        .Select(moment => Lives.Count(other => which(other) && other.LivedAt(moment))).DefaultIfEmpty(0).Max();

    public IEnumerable<CallRecord> CallsOf(string operation) => Calls.Where(call => call.Operation == operation);
}
