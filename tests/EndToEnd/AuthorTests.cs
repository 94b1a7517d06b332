using System.Diagnostics;
using Xunit;

namespace EndToEnd;

/// <summary>An author's loop on a laptop: no mux runs for these.</summary>
public sealed class AuthorTests
{
    private static readonly string Mux = Path.Combine(Shell.Repository, "artifacts", "bin", "mux", "mux");
    private static readonly string Example = Path.Combine(Shell.Repository, "images", "tutorials", "first-steps");

    [Fact]
    public async Task Try_builds_and_runs_a_tutorial_says_its_address_and_leaves_no_container()
    {
        var name = $"try-{Guid.NewGuid():N}"[..16];
        var start = new ProcessStartInfo(Mux, ["try", Example, "--name", name]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var address = await AddressAsync(process.StandardOutput);

        using var http = new HttpClient();
        using var page = await http.GetAsync(address, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.OK, page.StatusCode);

        var interrupt = await Shell.RunAsync("/bin/kill", ["-INT", $"{process.Id}"], new Dictionary<string, string>(), TimeSpan.FromSeconds(10));
        Assert.Equal(0, interrupt.ExitCode);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var left = await Shell.RunAsync("docker", ["ps", "-aq", "--filter", $"label=risecamp.tutorial={name}"], new Dictionary<string, string>(), TimeSpan.FromSeconds(30));
        Assert.Equal("", left.Output.Trim());
        await Shell.RunAsync("docker", ["volume", "rm", $"risecamp-try-{name}"], new Dictionary<string, string>(), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Try_says_which_hook_failed_with_its_code_and_output()
    {
        var folder = Directory.CreateTempSubdirectory("broken-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "Dockerfile"), "FROM risecamp/notebook:latest\nCOPY 20-broken /etc/camp/init.d/\n", TestContext.Current.CancellationToken);
        var hook = Path.Combine(folder, "20-broken");
        await File.WriteAllTextAsync(hook, "#!/bin/sh\necho no licence file\nexit 7\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(hook, (UnixFileMode)0b111_101_101);

        var tried = await Shell.RunAsync(Mux, ["try", folder, "--name", "broken"], new Dictionary<string, string>(), TimeSpan.FromMinutes(3));

        Assert.Equal(1, tried.ExitCode);
        Assert.Contains("no licence file", tried.Output, StringComparison.Ordinal);
        Assert.Contains("20-broken failed with exit code 7", tried.Output, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<Uri> AddressAsync(StreamReader output)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        var said = new List<string>();
        while (await output.ReadLineAsync(patience.Token) is { } line)
        {
            said.Add(line);
            if (line.StartsWith("open http", StringComparison.Ordinal))
            {
                return new Uri(line["open ".Length..]);
            }
        }

        throw new InvalidOperationException("mux try ended without an address:\n" + string.Join('\n', said));
    }
}
