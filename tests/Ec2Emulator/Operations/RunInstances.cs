using Ec2Emulator.Cloud;
using Ec2Emulator.Wire;

namespace Ec2Emulator.Operations;

internal static class RunInstances
{
    private const string NoVolume = "Client.VolumeLimitExceeded";
    private static readonly TimeSpan DeathAtOnce = TimeSpan.FromSeconds(4);

    public static Outcome Answer(Call call)
    {
        var wish = new LaunchWish(call.Parameters);
        if (LaunchCheck.Fault(wish, call.Region) is { } fault)
        {
            return fault;
        }

        if (wish.ClientToken is { } token && call.Account.Remembered(token) is { } before)
        {
            return before.Fingerprint == wish.Fingerprint() ? Shown(before, call)
                : ApiError.Of("IdempotentParameterMismatch", "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).");
        }

        var type = call.Region.Types.First(type => type.Name == wish.TypeName);
        var subnet = LaunchCheck.SubnetOf(wish, call.Region)!;
        var (count, error) = LaunchRoom.For(wish, type, subnet, call);
        return (error ?? (call.DryRun ? ApiError.DryRun : null)) is { } refusal ? refusal : Shown(Launch(wish, type, subnet, count, call), call);
    }

    private static Idempotent Launch(LaunchWish wish, InstanceType type, Subnet subnet, int count, Call call)
    {
        var reservation = call.Account.NewId("r");
        var taken = call.Account.Taken(subnet, call.Now);
        var free = Enumerable.Range(0, subnet.Capacity).Select(subnet.AddressAt).Where(address => !taken.Contains(address)).Take(count).ToList();
        var launched = free.Select((address, index) => LaunchOne(wish, Order(wish, type, subnet, address, reservation, index, call), call)).ToList();
        call.Liar.Use(subnet.Zone, type.Name, count);
        var launch = new Idempotent(wish.Fingerprint(), reservation, launched);
        if (wish.ClientToken is { } token)
        {
            call.Account.Remember(token, launch);
        }

        return launch;
    }

    private static InstanceOrder Order(LaunchWish wish, InstanceType type, Subnet subnet, System.Net.IPAddress address, string reservation, int index, Call call) => new(
        call.Account.NewId("i"), reservation, index, call.Account.NextSequence(), wish.ImageId!, type, subnet, address,
        [.. call.Region.Groups.Where(group => wish.GroupIds.Contains(group.Id))],
        wish.ClientToken, wish.UserData, wish.Spot, wish.TerminatesOnPowerOff, wish.Parameters.Flag("DisableApiTermination") ?? false,
        wish.Metadata, wish.Profile, wish.TagsFor("instance"), call.Liar.Lag());

    private static Instance LaunchOne(LaunchWish wish, InstanceOrder order, Call call)
    {
        var instance = new Instance(order, call.Now);
        var image = call.Region.Images.First(image => image.Id == order.Image);
        var disks = wish.Disks(image).ToList();
        if (call.Liar.DiesAtOnce() || OverStorage(disks.Sum(disk => disk.Gib), call))
        {
            instance.Turn(call.Now + DeathAtOnce, InstanceState.Terminated, NoVolume);
        }
        else
        {
            call.Account.Plan(instance, call.Now, pace => pace.Pending, InstanceState.Running);
            instance.Volumes.AddRange(disks.Select(disk => new Volume(call.Account.NewId("vol"), disk.Device, disk.Gib, disk.Kind, order.Subnet.Zone, disk.Encrypted, disk.GoesWithInstance, call.Now, wish.TagsFor("volume"))));
        }

        call.Account.Add(instance);
        call.Ledger.Launched(instance, call.Number);
        call.Touched.Add(order.Id);
        return instance;
    }

    // EBS limits do not fail the launch: the instance is accepted and then dies.
    private static bool OverStorage(int gib, Call call) =>
        call.Account.Volumes(call.Now).Sum(entry => entry.Volume.Gib) + gib > call.Liar.Quota(Quotas.Gp3Storage) * 1024;

    // The answer shows what is, without lag: only later calls may not know of it yet.
    private static Outcome Shown(Idempotent launch, Call call) =>
        DescribeInstances.Reservation(launch.Reservation, launch.Instances.Select(instance => new Seen(instance, instance.TurnAt(call.Now))), call);
}
