using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ShipAgent.Containers;
using ShipAgent.Control;
using ShipAgent.Docker;
using ShipAgent.Facts;
using ShipAgent.Health;
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
        using var host = Build(settings, folder);
        await host.RunAsync();
        return 0;
    }

    internal static IHost Build(AgentSettings settings, AgentFolder folder)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(settings).AddSingleton(folder)
            .AddDocker(settings).AddHealth().AddContainers(settings).AddFacts(folder).AddControl(folder);
        return builder.Build();
    }

    private static IServiceCollection AddDocker(this IServiceCollection services, AgentSettings settings) => services
        .AddSingleton(provider => new DockerEngine(settings.DockerSocket, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<ContainerCalls>().AddSingleton<ImageCalls>().AddSingleton<ExecCalls>().AddSingleton<NetworkCalls>().AddSingleton<EngineEvents>();

    private static IServiceCollection AddHealth(this IServiceCollection services) => services
        .AddSingleton(_ => JupyterServer.CreateClient())
        .AddSingleton<HttpMessageInvoker>(provider => provider.GetRequiredService<HttpClient>())
        .AddSingleton<KernelProbe>().AddSingleton<Warmup>().AddSingleton<ContentTool>().AddSingleton<StartWatch>();

    private static IServiceCollection AddContainers(this IServiceCollection services, AgentSettings settings) => services
        .AddSingleton(new ShipIdentity(settings.Camp, settings.ShipId))
        .AddSingleton<IPlacement>(new NetworkPlacement(settings.Network, AddressBlock.Parse(settings.AddressBlock)!))
        .AddSingleton<ImageFetcher>().AddSingleton<ContainerStarter>().AddSingleton<Postmortem>().AddSingleton<BringUp>()
        .AddSingleton<TutorialLauncher>().AddSingleton<TutorialRepairer>().AddSingleton<SlotWorker>().AddSingleton<Supervisor>()
        .AddSingleton<SpecStore>().AddSingleton<ShipBoard>().AddSingleton<Reconciler>()
        .AddHostedService<ReconcileLoop>().AddHostedService<EventLoop>();

    private static IServiceCollection AddFacts(this IServiceCollection services, AgentFolder folder) => services
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<ShipFacts>(provider, folder.Root))
        .AddHostedService(provider => provider.GetRequiredService<ShipFacts>());

    private static IServiceCollection AddControl(this IServiceCollection services, AgentFolder folder) => services
        .AddSingleton(new Boot(folder.NextBootEpoch()))
        .AddSingleton<AgentCertificate>().AddSingleton<MuxDialer>().AddSingleton<Enroller>().AddSingleton<LogDesk>().AddSingleton<ControlSession>()
        .AddHostedService<ControlLoop>();
}
