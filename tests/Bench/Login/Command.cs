using System.Diagnostics;
using System.Text;

namespace Bench.Login;

/// <summary>Runs a program to its end.</summary>
internal static class Command
{
    /// <summary>What it said on standard output.</summary>
    /// <exception cref="InvalidOperationException">It did not end with 0; the message holds all that it said.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = Repository };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var (output, errors) = (new StringBuilder(), new StringBuilder());
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        process.OutputDataReceived += (_, line) => output.AppendLine(line.Data);
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output.ToString() : throw new InvalidOperationException($"{program} ended with {process.ExitCode}:\n{output}\n{errors}");
    }

    /// <summary>The top folder of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The mux as it is published, not as it is built for tests: ops/bench has published it.</summary>
    public static string MuxProgram => Path.Combine(Repository, "artifacts", "bin", "mux", "mux");

    private static string FindRepository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Risecamp.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Risecamp.sln is in no folder above the benches");
        }

        return folder;
    }
}
