using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Bench.Login;

/// <summary>Somebody who ends a bench by Ctrl-C must not find fifty ships on their machine.</summary>
internal static class Interruption
{
    private static readonly ConcurrentDictionary<Func<Task>, bool> Cleanings = new();
    private static readonly PosixSignalRegistration[] Signals =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, End),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, End),
    ];

    /// <summary>What shall be done before the process ends by a signal, until the answer is disposed of.</summary>
    public static IDisposable Before(Func<Task> clean)
    {
        GC.KeepAlive(Signals);
        Cleanings[clean] = true;
        return new Undo(clean);
    }

    private static void End(PosixSignalContext context)
    {
        context.Cancel = true;
        Console.Error.WriteLine("interrupted: cleaning up");
        _ = Task.Run(async () =>
        {
            await Task.WhenAll(Cleanings.Keys.Select(clean => clean()));
            Environment.Exit(130);
        });
    }

    private sealed class Undo(Func<Task> clean) : IDisposable
    {
        public void Dispose() => Cleanings.TryRemove(clean, out _);
    }
}
