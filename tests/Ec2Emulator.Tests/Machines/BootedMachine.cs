using System.Net;
using System.Text;
using Amazon.EC2;
using Amazon.EC2.Model;
using Ec2Emulator.Machines;
using Xunit;

namespace Ec2Emulator.Tests.Machines;

/// <summary>An instance that really boots, and an emulator around it; ready when cloud-init has done its work.</summary>
public sealed class BootedMachine : IAsyncLifetime
{
    private const string UserData = """
        #cloud-config
        write_files:
          - path: /root/by-cloud-init
            content: written by user data
        runcmd:
          - [sh, -c, "docker info --format '{{.Driver}}' > /root/driver; echo the ship is up > /dev/console"]
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Why nothing can boot here; null when it can.</summary>
    internal string? Missing { get; private set; }

    internal Emulator Emulator { get; private set; } = null!;

    internal AmazonEC2Client Client { get; private set; } = null!;

    internal string Id { get; private set; } = "";

    private static MachineOptions Options { get; } = new() { Block = IPNetwork.Parse("10.83.0.0/16"), Registry = new Uri("http://127.0.0.1:5000") };

    internal string Container => $"{Options.Name}.{Id}";

    internal static IPAddress Gateway => Options.Gateway;

    public async ValueTask InitializeAsync()
    {
        Missing = Environment.UserName != "root" ? "instances boot for root only: they are privileged containers"
            : (await Command.TryAsync("docker", "image", "inspect", Options.Image)).ExitCode != 0 ? $"there is no image {Options.Image}: run tests/Ec2Emulator/machine/build"
            : null;
        if (Missing is not null)
        {
            return;
        }

        Emulator = await Emulator.StartAsync(new EmulatorOptions { Machines = Options, Region = Cloud.Region.Sample.At(Options.Block) });
        Client = Sky.ClientOf(Emulator);
        var request = Sky.Request();
        request.UserData = Convert.ToBase64String(Encoding.UTF8.GetBytes(UserData));
        Id = (await Client.RunInstancesAsync(request)).Reservation.Instances.Single().InstanceId;
        await UntilAsync("running", async () => await StateAsync() is var state && state != "terminated" ? state == "running" : throw new InvalidOperationException(await ConsoleAsync()));
        await UntilAsync("cloud-init to be done", async () => (await InsideAsync("cloud-init status")).Contains("done", StringComparison.Ordinal));
    }

    /// <summary>What a shell on the machine says.</summary>
    internal async Task<string> InsideAsync(string script)
    {
        var (_, output, error) = await Command.TryAsync("docker", "exec", Container, "sh", "-c", script);
        return output + error;
    }

    internal async Task<string> StateAsync() =>
        (await Client.DescribeInstancesAsync(new DescribeInstancesRequest { InstanceIds = [Id] })).Reservations.Single().Instances.Single().State.Name.Value;

    internal async Task<string> ConsoleAsync() =>
        Encoding.UTF8.GetString(Convert.FromBase64String((await Client.GetConsoleOutputAsync(new GetConsoleOutputRequest { InstanceId = Id })).Output));

    /// <summary>Polls, since what is awaited happens in other processes.</summary>
    internal static async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(300));
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            while (!await condition())
            {
                await timer.WaitForNextTickAsync(timeout.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"waited {Patience} for {what}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await (Emulator?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
