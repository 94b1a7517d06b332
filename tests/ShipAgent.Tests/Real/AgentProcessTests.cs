using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Contracts.Control;
using ShipAgent.Containers;
using ShipAgent.Tests.Control;
using Xunit;

namespace ShipAgent.Tests.Real;

/// <summary>The program itself, as the mux's provider starts it, with a mux on loopback.</summary>
[Collection(RealDockerTests.Name)]
public sealed class AgentProcessTests(RealDocker docker) : IAsyncLifetime
{
    // Of a Debug build with its compiler's leftovers; the goal for a Release build is 60 MB.
    private const int MostResidentKilobytes = 100_000;
    private static readonly string Program = typeof(AgentProcessTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "AgentProgram").Value!;

    private readonly CampAuthority _authority = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agent-process-");
    private readonly List<Process> _started = [];
    private FakeMux _mux = null!;

    public async ValueTask InitializeAsync()
    {
        _mux = new FakeMux(_authority);
        await _mux.StartAsync();
        Write("ca.crt", _authority.Certificate.ExportCertificatePem());
        Write("enroll.token", FakeMux.Token);
        Write("agent.json", $$"""
            {"shipId":"ship-p","camp":"{{docker.Camp}}","controlUrl":"{{_mux.Url}}","caFile":"ca.crt","tokenFile":"enroll.token",
             "network":"{{docker.Network}}","addressBlock":"10.213.200.0/29","dockerSocket":"/var/run/docker.sock"}
            """);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _started)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        await _mux.DisposeAsync();
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Killed_and_started_again_it_serves_on_with_the_same_container_in_little_memory()
    {
        var spec = Specs.Whole(image: docker.FirstSteps, home: $"{docker.Camp}-process");
        var first = Start();
        var stream = await _mux.Streams.Reader.ReadAsync(TestContext.Current.CancellationToken);
        await stream.TellAsync(new DesiredSpec { Generation = 1, ReportIntervalSeconds = 1, Tutorials = { spec } });
        var before = await HealthyAsync(stream);
        Assert.Equal(first.Id.ToString(CultureInfo.InvariantCulture), Read("agent.pid"));
        var container = await ContainerAsync();
        var resident = ResidentKilobytes(first);
        TestContext.Current.TestOutputHelper?.WriteLine($"resident: {resident} KB");
        Assert.True(resident < MostResidentKilobytes, $"{resident} KB resident");

        first.Kill();
        await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        Start();
        var next = await _mux.Streams.Reader.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2UL, (await next.ReadAsync()).Hello.BootEpoch);
        // Not a word from the mux yet: the agent goes by what it has stored.
        var after = await HealthyAsync(next);
        Assert.Equal((before.Address, before.RunningDigest, 0U), (after.Address, after.RunningDigest, after.Restarts));
        Assert.Equal(container, await ContainerAsync());
    }

    [Fact]
    public async Task Wrong_settings_are_all_told_and_nothing_is_started()
    {
        Write("agent.json", """{"shipId":"?"}""");

        using var process = Start();
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _started.Clear();

        Assert.Equal(2, process.ExitCode);
        Assert.Contains("shipId must be", errors, StringComparison.Ordinal);
        Assert.Contains("camp must be", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "agent.pid")));
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet", [Program, "--dir", _folder.FullName]) { RedirectStandardError = true };
        var process = Process.Start(start)!;
        _started.Add(process);
        return process;
    }

    private static async Task<TutorialReport> HealthyAsync(FakeStream stream) =>
        (await stream.ReadUntilAsync(message => message.Report?.Tutorials is [{ Phase: Phase.Healthy, RunningDigest.Length: > 0 }])).Report.Tutorials[0];

    private Task<string> ContainerAsync() => RealDocker.RunAsync("ps", "--no-trunc", "--format", "{{.ID}} {{.Names}}", "--filter", $"label={ShipIdentity.CampLabel}={docker.Camp}",
        "--filter", $"label={ShipIdentity.ShipLabel}=ship-p");

    private static int ResidentKilobytes(Process process)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder.FullName, name));
}
