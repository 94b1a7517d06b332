using System.Diagnostics;
using Mux.Camp;
using Mux.Fleet;
using Mux.Providers.Local;
using Xunit;

namespace Mux.Tests.Providers.Local;

/// <summary>With a shell script in the agent's place: it writes its pid as the agent does, leaves its environment behind, and waits.</summary>
public sealed class AgentProcessesTests : IDisposable
{
    private const string Script = """
        #!/bin/sh
        env > "$2/seen.env"; tr '\0' ' ' < /proc/$$/cmdline > "$2/seen.argv"
        echo $$ > "$2/pid.new"; mv "$2/pid.new" "$2/agent.pid"
        while :; do sleep 1; done
        """;

    private static readonly ShipId Ship = new("s-2222222222");
    private readonly TemporaryFolder folder = new();

    public AgentProcessesTests()
    {
        File.WriteAllText(folder.At("agent.sh"), Script);
        File.SetUnixFileMode(folder.At("agent.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose()
    {
        if (Open().Agents.Find(Ship) is { } pid)
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }

        folder.Dispose();
    }

    [Fact]
    public async Task An_agent_is_started_found_by_a_later_mux_and_stopped()
    {
        var (folders, agents) = Open();
        folders.Make(Ship, "canary-token");
        Assert.Null(agents.Find(Ship));
        var pid = await StartAsync(folders, agents);
        Assert.Equal(pid, Open().Agents.Find(Ship));
        Assert.True(await Open().Agents.StopAsync(Ship, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        Assert.Null(agents.Find(Ship));
        Assert.True(await agents.StopAsync(Ship, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Nothing_secret_is_in_its_arguments_or_environment()
    {
        Environment.SetEnvironmentVariable("MUX_ORGANIZER_TOKEN", "canary-organizer");
        try
        {
            var (folders, agents) = Open();
            folders.Make(Ship, "canary-token");
            await StartAsync(folders, agents);
        }
        finally
        {
            Environment.SetEnvironmentVariable("MUX_ORGANIZER_TOKEN", null);
        }

        var seen = File.ReadAllText(Path.Combine(Open().Folders.FolderOf(Ship), "seen.env")) + File.ReadAllText(Path.Combine(Open().Folders.FolderOf(Ship), "seen.argv"));
        Assert.Contains("--dir", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pid_that_belongs_to_somebody_else_is_not_the_agent()
    {
        var (folders, agents) = Open();
        folders.Make(Ship, "token");
        foreach (var pid in new[] { $"{Environment.ProcessId}", "1", "999999999", "-1", "junk", "" })
        {
            await File.WriteAllTextAsync(Path.Combine(folders.FolderOf(Ship), "agent.pid"), pid, TestContext.Current.CancellationToken);
            Assert.Null(agents.Find(Ship));
            Assert.True(await agents.StopAsync(Ship, TestContext.Current.CancellationToken));
        }
    }

    private static Task<int> StartAsync(ShipFolders folders, AgentProcesses agents) => WrittenAsync(Path.Combine(folders.FolderOf(Ship), "agent.pid"), () => agents.Start(Ship));

    private static async Task<int> WrittenAsync(string file, Action start)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(file)!);
        // A rename whose two halves come apart is told as a deletion and a creation.
        watcher.Renamed += Look;
        watcher.Created += Look;
        watcher.EnableRaisingEvents = true;
        start();
        await written.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        return int.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture);

        void Look(object watcher, FileSystemEventArgs change)
        {
            if (change.FullPath == file)
            {
                written.TrySetResult();
            }
        }
    }

    private static CampDefinition Camp() => new("spring", [new TutorialDefinition("intro", "x")]);

    private (ShipFolders Folders, AgentProcesses Agents) Open()
    {
        var settings = new MuxSettings { DataFolder = folder.Path, AccessCode = "", OrganizerToken = "", AgentPath = folder.At("agent.sh") };
        var folders = new ShipFolders(Camp(), settings);
        return (folders, new AgentProcesses(settings, folders));
    }
}
