using Ec2Emulator.Cloud;
using Ec2Emulator.Metadata;
using Microsoft.AspNetCore.Builder;

namespace Ec2Emulator.Machines;

/// <summary>All that it takes for instances to boot: their network, what they reach on it, and who looks after them.</summary>
internal sealed class MachineHouse(MachineOptions options, Account account, TimeProvider time) : IAsyncDisposable
{
    private readonly MachineRoom room = new(options);
    private MachineKeeper? keeper;
    private WebApplication? doors;

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await room.OpenAsync();
        doors = MachineDoors.Build(options, new MetadataService(account, time));
        await doors.StartAsync(cancellationToken);
        keeper = new MachineKeeper(account, room, time);
        keeper.Start();
    }

    /// <summary>Something changed.</summary>
    public void Look() => keeper?.Ring();

    public string ConsoleOf(string instance) => room.Console(instance) + keeper?.FailureOf(instance);

    public async ValueTask DisposeAsync()
    {
        await (keeper?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (doors?.DisposeAsync() ?? ValueTask.CompletedTask);
        await room.DisposeAsync();
    }
}
