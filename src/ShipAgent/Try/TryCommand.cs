using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using ShipAgent.Containers;
using ShipAgent.Docker;
using ShipAgent.Health;

namespace ShipAgent.Try;

/// <summary>
/// <c>ShipAgent try</c>: one tutorial on an author's own machine, brought up by the very code of a ship, without a mux.
/// Exit codes: 0 ended by the author, 1 the tutorial failed, 64 wrong arguments.
/// </summary>
internal static class TryCommand
{
    private const string Network = "risecamp-try";

    public static async Task<int> RunAsync(string[] arguments)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
        if (TryOptions.Parse(arguments, secret, out var errors) is not { } options)
        {
            foreach (var error in errors)
                await Console.Error.WriteLineAsync(error);
            await Console.Error.WriteLineAsync(TryOptions.Usage);
            return 64;
        }
        using var interrupted = new CancellationTokenSource();
        void Interrupt(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interrupted.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        await using var services = Build(options);
        try
        {
            return await services.GetRequiredService<TryRun>().RunAsync(options, interrupted.Token);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static ServiceProvider Build(TryOptions options) => new ServiceCollection()
        .AddSingleton(TimeProvider.System)
        .AddDocker(options.Socket)
        .AddHealth()
        .AddSingleton<IHomeKeeping, HomesStay>()
        .AddLaunching(new ShipIdentity("try", $"try-{Environment.ProcessId}"), _ => new PublishedPlacement(Network, options.Port))
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<TryRun>(provider, Network, Console.Out))
        .BuildServiceProvider();
}
