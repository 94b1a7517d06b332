using Ec2Emulator.Cloud;

namespace Ec2Emulator.Machines;

/// <summary>
/// Containers that are machines: systemd, cloud-init and a Docker engine of their own, each with the instance's private address on one bridge.
/// No security groups: on that bridge everybody reaches everybody.
/// </summary>
internal sealed class MachineRoom(MachineOptions options) : IAsyncDisposable
{
    private const string MetadataAddress = "169.254.169.254/32";
    private const string InstanceLabel = "ec2-emulator.instance";

    // Privileged in all but one: an engine that itself runs without SYS_RESOURCE cannot give it away.
    private static readonly string[] Rights =
    [
        "--cap-add", "ALL", "--cap-drop", "SYS_RESOURCE", "--security-opt", "seccomp=unconfined", "--security-opt", "apparmor=unconfined",
        "--security-opt", "systempaths=unconfined", "--device-cgroup-rule", "a *:* rwm", "--cgroupns", "private",
    ];

    private string Label => $"ec2-emulator={options.Name}";

    /// <summary>Makes the network, after clearing away what an emulator of the same name left that was killed.</summary>
    public async Task OpenAsync()
    {
        await ClearAsync();
        await Command.RunAsync("docker", "network", "create", "--subnet", options.Block.ToString(), "--gateway", options.Gateway.ToString(),
            "-o", $"com.docker.network.bridge.name={options.Name}", "--label", Label, options.Name);
        await Command.RunAsync("ip", "addr", "add", MetadataAddress, "dev", options.Name);
    }

    /// <summary>Those that are there, by instance id, and whether they run.</summary>
    public async Task<IReadOnlyDictionary<string, bool>> ListAsync()
    {
        var lines = await Command.RunAsync("docker", "ps", "-a", "--filter", $"label={Label}", "--format", $"{{{{.Label \"{InstanceLabel}\"}}}} {{{{.State}}}}");
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToDictionary(words => words[0], words => words[1] == "running");
    }

    public Task BootAsync(InstanceOrder order) => Command.RunAsync("docker", [
        "run", "--detach", "--tty", "--name", NameOf(order.Id), "--label", Label, "--label", $"{InstanceLabel}={order.Id}", .. Rights,
        "--network", options.Name, "--ip", order.Address.ToString(), "--hostname", HostOf(order),
        "--env", $"INSTANCE_ID={order.Id}", "--tmpfs", "/run", "--tmpfs", "/tmp",
        // The machine's own Docker engine cannot lay an overlay over this one's.
        "--volume", "/var/lib/docker", options.Image,
    ]);

    public Task RestartAsync(string instance) => Command.RunAsync("docker", "start", NameOf(instance));

    public Task StopAsync(string instance) => Command.RunAsync("docker", "stop", "--time", "20", NameOf(instance));

    /// <summary>With its disks.</summary>
    public Task RemoveAsync(string instance) => Command.RunAsync("docker", "rm", "--force", "--volumes", NameOf(instance));

    /// <summary>What it wrote to its console; empty when it is gone. Waits for the engine's answer: who asks holds the account's lock.</summary>
    public string Console(string instance) => Command.TryAsync("docker", "logs", "--tail", "1000", NameOf(instance)).GetAwaiter().GetResult() is { ExitCode: 0 } told ? told.Output + told.Error : "";

    public async ValueTask DisposeAsync() => await ClearAsync();

    private string NameOf(string instance) => $"{options.Name}.{instance}";

    private static string HostOf(InstanceOrder order) => $"ip-{order.Address.ToString().Replace('.', '-')}";

    private async Task ClearAsync()
    {
        var left = await ListAsync();
        await Task.WhenAll(left.Keys.Select(RemoveAsync));
        await Command.TryAsync("docker", "network", "rm", options.Name);
    }
}
