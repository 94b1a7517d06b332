using System.Net;

namespace Ec2Emulator.Cloud;

/// <summary>
/// A machine of the account. Its states are a timetable that reaches into the future (a pending one has its moment of running in it already),
/// so that nothing has to tick: whoever looks, looks at a time.
/// </summary>
internal sealed class Instance(InstanceOrder order, DateTimeOffset now)
{
    private readonly List<Turn> timetable = [new Turn(now, InstanceState.Pending)];

    public InstanceOrder Order => order;

    public DateTimeOffset LaunchedAt => now;

    public Dictionary<string, string> Tags { get; } = new(order.Tags);

    public List<Volume> Volumes { get; } = [];

    /// <summary>When its spot capacity was asked back; two minutes later it is taken.</summary>
    public DateTimeOffset? SpotNotice { get; set; }

    public Turn TurnAt(DateTimeOffset time) => timetable.Last(turn => turn.At <= time || turn == timetable[0]);

    public InstanceState StateAt(DateTimeOffset time) => TurnAt(time).State;

    /// <summary>As Describe shows it: late by the instance's own lag. Null while it does not show yet, and when it is forgotten.</summary>
    public Turn? Seen(DateTimeOffset time)
    {
        var behind = time - order.Lag;
        var turn = TurnAt(behind);
        return behind < now || (turn.State == InstanceState.Terminated && behind - turn.At > TimeSpan.FromHours(1)) ? null : turn;
    }

    /// <summary>Forgets what was planned after <paramref name="at"/> and plans this.</summary>
    public void Turn(DateTimeOffset at, InstanceState state, string? reason = null)
    {
        timetable.RemoveAll(turn => turn.At >= at && turn != timetable[0]);
        timetable.Add(new Turn(at, state, reason));
    }

    public IReadOnlyList<Turn> Timetable => timetable;
}

/// <summary>What was asked of RunInstances for one instance, and what it got.</summary>
/// <param name="Lag">How much later than it happens Describe shows what becomes of it.</param>
internal sealed record InstanceOrder(
    string Id,
    string Reservation,
    int Index,
    long Sequence,
    string Image,
    InstanceType Type,
    Subnet Subnet,
    IPAddress Address,
    IReadOnlyList<SecurityGroup> Groups,
    string? ClientToken,
    string? UserData,
    bool Spot,
    bool TerminatesOnPowerOff,
    bool TerminationProtected,
    MetadataOptions Metadata,
    string? Profile,
    IReadOnlyDictionary<string, string> Tags,
    TimeSpan Lag)
{
    /// <summary>Made of the private address, as Docker makes it.</summary>
    public string MacAddress => "02:42:" + string.Join(':', Address.GetAddressBytes().Select(part => part.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));

    public string InterfaceId => "eni-" + Id[2..];
}

/// <param name="TokensRequired">Version 1 of the metadata service is refused.</param>
/// <param name="HopLimit">IP hops that the answer with a token survives.</param>
internal sealed record MetadataOptions(bool Enabled, bool TokensRequired, int HopLimit, bool Tags);

/// <summary>A disk.</summary>
/// <param name="GoesWithInstance">Deleted when its instance is terminated; else it stays and costs.</param>
internal sealed record Volume(string Id, string Device, int Gib, string Kind, string Zone, bool Encrypted, bool GoesWithInstance, DateTimeOffset Made, Dictionary<string, string> Tags);
