using System.Diagnostics;
using System.Text;

namespace EndToEnd;

/// <summary>What a command said: standard output and error together, as a person at a terminal sees them.</summary>
internal sealed record ShellResult(int ExitCode, string Output);

internal static class Shell
{
    /// <summary>The top folder of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    public static async Task<ShellResult> RunAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, TimeSpan limit)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = Repository };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var output = new StringBuilder();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} took longer than {limit}:\n{output}");
        }

        lock (output)
        {
            return new ShellResult(process.ExitCode, output.ToString());
        }
    }

    private static void Append(StringBuilder output, string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }

    private static string FindRepository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Risecamp.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Risecamp.sln is in no folder above the tests");
        }

        return folder;
    }
}
