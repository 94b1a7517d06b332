using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ShipAgent.Containers;
using ShipAgent.Control;
using ShipAgent.Docker;
using ShipAgent.Facts;
using ShipAgent.Health;
using ShipAgent.Homes;
using ShipAgent.Machine;
using ShipAgent.Settings;

namespace ShipAgent;

/// <summary>The agent of one ship, put together and run until it is told to stop. Its containers go on without it.</summary>
internal static class AgentHost
{
    /// <summary>Exit codes: 0 stopped in order, 2 wrong settings, 3 another agent runs in this folder.</summary>
    public static async Task<int> RunAsync(string directory)
    {
        if (AgentSettings.Read(directory, out var errors) is not { } settings)
        {
            foreach (var error in errors)
                await Console.Error.WriteLineAsync(error);
            return 2;
        }
        var folder = new AgentFolder(directory);
        // Two agents on one ship would undo each other's work. The lock ends with the process, however it ends.
        using var single = SingleAgent.TryClaim(folder);
        if (single is null)
        {
            await Console.Error.WriteLineAsync($"another agent runs in {folder.Root}: stop it first");
            return 3;
        }
        folder.Write("agent.pid", Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        using var host = Build(settings, folder, await Introduction.AskAsync(settings, TimeProvider.System, CancellationToken.None));
        await host.RunAsync();
        return 0;
    }

    internal static IHost Build(AgentSettings settings, AgentFolder folder, CloudMachine? machine = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        // The host's own greetings are no news in a ship's log.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // An orderly end brings the homes away first.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = HomeKeeper.LastCopy + TimeSpan.FromSeconds(10));
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(settings).AddSingleton(folder)
            .AddDocker(settings.DockerSocket)
            .AddHealth()
            .AddMachine(settings, machine)
            .AddLaunching(new ShipIdentity(settings.Camp, machine?.InstanceId ?? settings.ShipId), Placement(settings, machine))
            .AddReconciling()
            .AddFacts(folder.Root)
            .AddHomes()
            .AddControl(new Boot(folder.NextBootEpoch()), new Claim(settings.ShipId, machine?.InstanceId ?? ""));
        return builder.Build();
    }

    private static Func<IServiceProvider, IPlacement> Placement(AgentSettings settings, CloudMachine? machine) => services => machine is null
        ? new NetworkPlacement(settings.Network, AddressBlock.Parse(settings.AddressBlock) ?? throw new InvalidOperationException($"{settings.AddressBlock} is no block of addresses"))
        : new MachinePlacement(machine.Address, services.GetRequiredService<NetworkCalls>());
}
