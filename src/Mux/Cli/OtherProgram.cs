using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Mux.Cli;

/// <summary>Other programs: started without a shell, arguments as they are.</summary>
internal static class OtherProgram
{
    /// <summary>The exit code that a shell gives for a command that is not there.</summary>
    public const int NotFound = 127;

    /// <summary>Runs it on this process's own terminal; its exit code passes through.</summary>
    public static async Task<int> RunAsync(string file, IEnumerable<string> arguments, (string Name, string Value)? variable, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(file, arguments) { UseShellExecute = false };
        if (variable is { } set)
        {
            start.Environment[set.Name] = set.Value;
        }

        return await WaitAsync(start, _ => Task.CompletedTask, cancellationToken);
    }

    public static async Task<(int ExitCode, string Output)> CaptureAsync(string file, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var text = "";
        var start = new ProcessStartInfo(file, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var code = await WaitAsync(
            start,
            async process =>
            {
                var error = process.StandardError.ReadToEndAsync(cancellationToken);
                text = await process.StandardOutput.ReadToEndAsync(cancellationToken) + await error;
            },
            cancellationToken);
        return (code, text);
    }

    private static async Task<int> WaitAsync(ProcessStartInfo start, Func<Process, Task> read, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(start)!;
            await read(process);

            // Told to end, it tidies up after itself: so wait for it. Ctrl-C reaches it by itself, a signal to this process alone does not.
            await using var told = cancellationToken.Register(() => Terminate(process.Id));
            await process.WaitForExitAsync(CancellationToken.None);
            return process.ExitCode;
        }
        catch (Win32Exception)
        {
            return NotFound;
        }
    }

    private static void Terminate(int process)
    {
        using var kill = Process.Start("kill", ["-TERM", process.ToString(CultureInfo.InvariantCulture)]);
    }
}
