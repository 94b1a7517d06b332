using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Bench.Login;

/// <summary>
/// Debian's JupyterHub behind configurable-http-proxy, on loopback, in a folder of its own; servers are local processes, all started
/// before anybody comes, as somebody who knows that system would.
/// </summary>
internal sealed class Hub : IAsyncDisposable
{
    public const string Notebook = "first.ipynb";
    public const string Password = "bench-walnut-harbor";
    private const string Token = "bench-hub-token-0123456789abcdef";
    private const int StartingAtOnce = 3;
    private const string EmptyNotebook = """{"cells":[{"cell_type":"code","execution_count":null,"metadata":{},"outputs":[],"source":["1+1"]}],"metadata":{"kernelspec":{"name":"python3","display_name":"Python 3","language":"python"}},"nbformat":4,"nbformat_minor":4}""";

    private readonly string folder = Directory.CreateTempSubdirectory("hub-bench-").FullName;
    private readonly ConcurrentQueue<string> log = new();
    private readonly HttpClient api;
    private readonly Process hub;
    private readonly IDisposable interrupted;

    private Hub(bool startsServers)
    {
        int[] ports = [FreePort.Take(), FreePort.Take(), FreePort.Take()];
        Site = new Uri($"http://127.0.0.1:{ports[0]}");
        api = new HttpClient { BaseAddress = new Uri(Site, "/hub/api/"), Timeout = TimeSpan.FromMinutes(2), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("token", Token) } };
        File.WriteAllText(Path.Combine(folder, "config.py"), Configuration(ports, startsServers));
        hub = Start();
        interrupted = Interruption.Before(EndAsync);
    }

    public Uri Site { get; }

    /// <summary>Returns when every user's server runs.</summary>
    /// <param name="users">Their servers are started.</param>
    /// <param name="startsServers">A login starts a server where there is none, and leads to it; else to the hub's own page.</param>
    public static async Task<Hub> StartAsync(IReadOnlyList<string> users, bool startsServers = true)
    {
        var hub = new Hub(startsServers);
        try
        {
            await hub.UpAsync();
            if (users.Count > 0)
            {
                await hub.StartServersAsync(users);
            }

            return hub;
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        interrupted.Dispose();
        await EndAsync();
        hub.Dispose();
        api.Dispose();
    }

    private async Task EndAsync()
    {
        // The hub, its proxy, all servers and their kernels are its children and children's children.
        hub.Kill(entireProcessTree: true);
        await hub.WaitForExitAsync();
        Directory.Delete(folder, recursive: true);
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("/usr/bin/jupyterhub", ["-f", Path.Combine(folder, "config.py")]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CONFIGPROXY_AUTH_TOKEN"] = Token;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => log.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => log.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private string Configuration(int[] ports, bool startsServers) => $"""
        c.JupyterHub.bind_url = 'http://127.0.0.1:{ports[0]}'
        c.JupyterHub.hub_bind_url = 'http://127.0.0.1:{ports[1]}'
        c.ConfigurableHTTPProxy.api_url = 'http://127.0.0.1:{ports[2]}'
        c.ConfigurableHTTPProxy.command = ['{Path.Combine(Command.Repository, "tests", "Bench", "peers", "node_modules", ".bin", "configurable-http-proxy")}']
        c.JupyterHub.db_url = 'sqlite:///{folder}/hub.sqlite'
        c.JupyterHub.cookie_secret_file = '{folder}/cookie_secret'
        c.JupyterHub.log_level = 'WARN'
        c.JupyterHub.redirect_to_server = {(startsServers ? "True" : "False")}
        c.JupyterHub.authenticator_class = 'dummy'
        c.DummyAuthenticator.password = '{Password}'
        c.JupyterHub.spawner_class = 'simple'
        c.SimpleLocalProcessSpawner.home_dir_template = '{folder}/home/{"{username}"}'
        c.Spawner.default_url = '/notebooks/{Notebook}'
        c.Spawner.args = ['--allow-root', '--KernelManager.transport=ipc']
        # The paths of kernels' sockets must stay short, and homes are deep.
        c.Spawner.environment = dict(JUPYTER_RUNTIME_DIR='{folder}/run')
        c.Spawner.start_timeout = 180
        c.Spawner.http_timeout = 180
        c.JupyterHub.services = [dict(name='bench', api_token='{Token}')]
        c.JupyterHub.load_roles = [dict(name='bench', services=['bench'], scopes=['admin:users', 'admin:servers'])]
        """;

    private async Task UpAsync()
    {
        for (var limit = Stopwatch.StartNew(); limit.Elapsed < TimeSpan.FromMinutes(2) && !hub.HasExited; await Task.Delay(200))
        {
            try
            {
                if ((await api.GetAsync("")).StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not up yet.
            }
        }

        throw new InvalidOperationException($"JupyterHub did not come up:\n{Log}");
    }

    private async Task StartServersAsync(IReadOnlyList<string> users)
    {
        foreach (var user in users)
        {
            var home = Directory.CreateDirectory(Path.Combine(folder, "home", user)).FullName;
            await File.WriteAllTextAsync(Path.Combine(home, Notebook), EmptyNotebook);
        }

        using var made = await api.PostAsJsonAsync("users", new { usernames = users });
        made.EnsureSuccessStatusCode();
        await Parallel.ForEachAsync(users, new ParallelOptions { MaxDegreeOfParallelism = StartingAtOnce }, async (user, _) => await StartServerAsync(user));
    }

    private async Task StartServerAsync(string user)
    {
        using var asked = await api.PostAsync($"users/{user}/server", null);
        asked.EnsureSuccessStatusCode();
        for (var limit = Stopwatch.StartNew(); limit.Elapsed < TimeSpan.FromMinutes(3); await Task.Delay(250))
        {
            var state = await api.GetFromJsonAsync<JsonNode>($"users/{user}");
            if ((bool?)state!["servers"]?[""]?["ready"] == true)
            {
                return;
            }
        }

        throw new InvalidOperationException($"the server of {user} did not come up:\n{Log}");
    }

    private string Log => string.Join('\n', log.TakeLast(30));
}
