using Ec2Emulator.Lies;

namespace Ec2Emulator.Cloud;

/// <summary>All that was launched. One lock guards it: whoever touches it holds <see cref="Gate"/>.</summary>
/// <param name="pace">How long things take; null: as long as machines take that really boot, and who looks after them says when.</param>
internal sealed class Account(Region region, Dice dice, Pace? pace)
{
    private readonly Dictionary<string, Instance> instances = [];
    private readonly Dictionary<string, Idempotent> tokens = [];
    private long sequence;

    public Lock Gate { get; } = new();

    public Region Region => region;

    /// <summary>Plans what follows after a while, unless machines say when it is so.</summary>
    public void Plan(Instance instance, DateTimeOffset now, Func<Pace, TimeSpan> after, InstanceState state, string? reason = null)
    {
        if (pace is not null)
        {
            instance.Turn(now + after(pace), state, reason);
        }
    }

    public IReadOnlyCollection<Instance> Instances => instances.Values;


    public long NextSequence() => ++sequence;

    public string NewId(string prefix) => $"{prefix}-{dice.Hex(17)}";

    public Instance? Find(string id) => instances.GetValueOrDefault(id);

    public void Add(Instance instance) => instances.Add(instance.Order.Id, instance);

    public Idempotent? Remembered(string token) => tokens.GetValueOrDefault(token);

    public void Remember(string token, Idempotent launch) => tokens[token] = launch;

    public IEnumerable<Instance> Counting(DateTimeOffset now) => instances.Values.Where(instance => instance.StateAt(now).Counts());

    /// <summary>Those that hold an address of the subnet.</summary>
    public HashSet<System.Net.IPAddress> Taken(Subnet subnet, DateTimeOffset now) =>
        [.. instances.Values.Where(instance => instance.Order.Subnet == subnet && instance.StateAt(now) != InstanceState.Terminated).Select(instance => instance.Order.Address)];

    /// <summary>Every disk that is there now, with its instance if it has one.</summary>
    public IEnumerable<(Volume Volume, Instance? Instance)> Volumes(DateTimeOffset now)
    {
        foreach (var instance in instances.Values)
        {
            var ended = instance.StateAt(now) == InstanceState.Terminated;
            foreach (var volume in instance.Volumes.Where(volume => !ended || !volume.GoesWithInstance))
            {
                yield return (volume, ended ? null : instance);
            }
        }
    }

    public bool Delete(string volume, DateTimeOffset now) =>
        Volumes(now).FirstOrDefault(entry => entry.Volume.Id == volume && entry.Instance is null).Volume is { } found
        && instances.Values.Any(instance => instance.Volumes.Remove(found));
}

/// <summary>A launch that a client token stands for.</summary>
/// <param name="Fingerprint">Of its parameters.</param>
internal sealed record Idempotent(string Fingerprint, string Reservation, IReadOnlyList<Instance> Instances);

/// <summary>How long things take.</summary>
internal sealed record Pace(TimeSpan Pending, TimeSpan ShuttingDown, TimeSpan Stopping)
{
    /// <summary>About as AWS does it.</summary>
    public static Pace Real { get; } = new(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(15));

    public static Pace Quick { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
}
