using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Mux.Camp;
using Mux.Fleet;

namespace Mux.Providers.Local;

/// <summary>Agents as processes of their own session: they outlive the mux, and are found again by pid and command line.</summary>
internal sealed class AgentProcesses(MuxSettings settings, ShipFolders folders)
{
    /// <summary>The running agent of this ship; null when there is none.</summary>
    public int? Find(ShipId ship)
    {
        var file = Path.Combine(folders.FolderOf(ship), "agent.pid");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file).AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && IsAgent(pid, ship) ? pid : null;
    }

    /// <summary>Starts the agent and forgets it: it belongs to init, not to the mux.</summary>
    public void Start(ShipId ship)
    {
        // setsid takes it out of the mux's session and process group; the shell only joins its output to a file.
        var start = new ProcessStartInfo("setsid")
        {
            ArgumentList = { "--fork", "sh", "-c", "exec \"$0\" --dir \"$1\" >>\"$2\" 2>&1 </dev/null", settings.AgentPath, folders.FolderOf(ship), folders.LogOf(ship) },
            UseShellExecute = false,
        };
        foreach (var secret in start.Environment.Keys.Where(key => key.StartsWith("MUX_", StringComparison.Ordinal)).ToImmutableArray())
        {
            start.Environment.Remove(secret);
        }

        using var process = Process.Start(start);
        process?.WaitForExit();
    }

    /// <summary>Ends the agent; true when none is left.</summary>
    public async Task<bool> StopAsync(ShipId ship, CancellationToken cancellationToken)
    {
        if (Find(ship) is not { } pid)
        {
            return true;
        }

        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (ArgumentException)
        {
            // It ended by itself between the two looks.
        }

        return Find(ship) is null;
    }

    // A pid alone may have been given to somebody else meanwhile.
    private bool IsAgent(int pid, ShipId ship)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Split('\0').Contains(folders.FolderOf(ship)) && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
