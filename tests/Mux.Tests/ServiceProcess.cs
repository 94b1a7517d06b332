using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mux.Tests;

/// <summary>
/// <c>mux serve</c> as a process of its own under something that looks like systemd to it: a parent of that name, and a socket to be told of its state.
/// </summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const string Camp = "name: service\ntutorials: [{name: plot, image: '127.0.0.1:1/plot:1'}]\nfleet: {ships: 0, open_at: 0}\nlocal: {agents: external}\n";

    private readonly TemporaryFolder folder = new();
    private readonly Socket notices = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly StringBuilder output = new();
    private readonly Process parent;

    public ServiceProcess(params (string Name, string Value)[] environment)
    {
        // A folder of its own unless a test gives it another's.
        Data = environment.FirstOrDefault(one => one.Name == "MUX_DATA").Value ?? folder.At("data");
        notices.Bind(new UnixDomainSocketEndPoint(folder.At("notify")));
        File.WriteAllText(folder.At("camp.yaml"), Camp);
        File.Copy("/bin/sh", folder.At("systemd"));
        var start = new ProcessStartInfo(folder.At("systemd"), ["-c", "\"$0\" serve --config \"$1\" & wait $!", Path.Combine(AppContext.BaseDirectory, "mux"), folder.At("camp.yaml")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Organizer = Url("http");
        (string Name, string Value)[] own =
        [
            ("NOTIFY_SOCKET", folder.At("notify")), ("MUX_DATA", Data), ("MUX_ATTENDEE_URL", Url("http").ToString()), ("MUX_ORGANIZER_URL", Organizer.ToString()), ("MUX_CONTROL_URL", Url("https").ToString()),
        ];
        foreach (var (name, value) in own.Concat(environment))
        {
            start.Environment[name] = value;
        }

        parent = new Process { StartInfo = start };
        parent.OutputDataReceived += (_, line) => Keep(line.Data);
        parent.ErrorDataReceived += (_, line) => Keep(line.Data);
        parent.Start();
        parent.BeginOutputReadLine();
        parent.BeginErrorReadLine();
    }

    public Uri Organizer { get; }

    public string Data { get; }

    /// <summary>All that it wrote, a line each.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (output)
            {
                return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            }
        }
    }

    /// <summary>Until it says so to systemd.</summary>
    public async Task HearAsync(string notice)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var buffer = new byte[1024];
        try
        {
            while (!Encoding.UTF8.GetString(buffer, 0, await notices.ReceiveAsync(buffer, patience.Token)).Split('\n').Contains(notice))
            {
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"it never said {notice}; its words:\n{string.Join('\n', Lines)}");
        }
    }

    public string Pid => File.ReadAllText(Path.Combine(Data, "mux.pid")).Trim();

    /// <summary>As systemd stops it; gives its exit code.</summary>
    public Task<int> TerminateAsync() => EndAsync("-TERM");

    /// <summary>Without a word of goodbye.</summary>
    public Task<int> KillAsync() => EndAsync("-KILL");

    /// <summary>Its exit code, once it has one.</summary>
    public async Task<int> ExitAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await parent.WaitForExitAsync(patience.Token);
        return parent.ExitCode;
    }

    public ValueTask DisposeAsync()
    {
        if (!parent.HasExited)
        {
            parent.Kill(entireProcessTree: true);
            parent.WaitForExit();
        }

        parent.Dispose();
        notices.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<int> EndAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, Pid]);
        return await ExitAsync();
    }

    private void Keep(string? line)
    {
        lock (output)
        {
            output.Append(line).Append('\n');
        }
    }

    private static Uri Url(string scheme) => new($"{scheme}://{IPAddress.Loopback}:{FreePort.Take()}");
}
