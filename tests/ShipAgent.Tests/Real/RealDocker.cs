using System.Diagnostics;
using ShipAgent.Containers;
using Xunit;

namespace ShipAgent.Tests.Real;

/// <summary>This machine's Docker engine and the camp's images in its registry. Where they are missing these tests fail: ops/test brings them.</summary>
public sealed class RealDocker : IAsyncLifetime
{
    public const string Registry = "127.0.0.1:5000";
    private const string Subnet = "10.213.0.0/16";
    private const int BlocksPerOctet = 32;

    /// <summary>A camp of this run's own: all that it makes carries this name.</summary>
    public string Camp { get; } = $"agenttest-{Guid.NewGuid().ToString("N")[..8]}";

    public string Network => Camp;

    /// <summary>The first tutorial, by digest.</summary>
    public string FirstSteps { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await RunAsync("network", "create", "--label", $"{ShipIdentity.CampLabel}={Camp}", "-o", "com.docker.network.bridge.enable_icc=false",
            "--subnet", Subnet, Network);
        await RunAsync("pull", "-q", $"{Registry}/risecamp/first-steps:latest");
        FirstSteps = await DigestOfAsync($"{Registry}/risecamp/first-steps:latest");
    }

    public async ValueTask DisposeAsync()
    {
        var label = $"label={ShipIdentity.CampLabel}={Camp}";
        foreach (var id in await LinesAsync("ps", "-aq", "--filter", label))
            await RunAsync("rm", "-f", id);
        foreach (var volume in await LinesAsync("volume", "ls", "-q", "--filter", label))
            await RunAsync("volume", "rm", "-f", volume);
        await RunAsync("network", "rm", Network);
        foreach (var image in await LinesAsync("images", "-q", "--filter", label))
            await RunAsync("rmi", "-f", image);
    }

    /// <summary>The addresses of the run's <paramref name="number"/>th ship: no two ships of a run share any.</summary>
    public static string BlockOf(int number) => $"10.213.{number / BlocksPerOctet}.{number % BlocksPerOctet * 8}/29";

    /// <summary>An image made of the first tutorial and these lines, pushed; by digest.</summary>
    public async Task<string> MakeImageAsync(string name, params string[] lines)
    {
        var tag = $"{Registry}/{Camp}/{name}:latest";
        var dockerfile = string.Join('\n', [$"FROM {FirstSteps}", $"LABEL {ShipIdentity.CampLabel}={Camp}", .. lines]);
        await RunWithInputAsync(dockerfile, "build", "-q", "--network", "host", "-t", tag, "-");
        await RunAsync("push", "-q", tag);
        return await DigestOfAsync(tag);
    }

    /// <summary>An image made of the first tutorial, or of <paramref name="from"/>, and these files of content, pushed; by digest.</summary>
    public async Task<string> MakeContentImageAsync(string name, string from, params (string Path, string Text)[] files)
    {
        var folder = Directory.CreateTempSubdirectory("content-");
        try
        {
            foreach (var (path, text) in files)
            {
                var file = Path.Combine(folder.FullName, "content", path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await File.WriteAllTextAsync(file, text);
            }
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "Dockerfile"), $"FROM {from}\nLABEL {ShipIdentity.CampLabel}={Camp}\nCOPY content/ /opt/camp/content/\n");
            var tag = $"{Registry}/{Camp}/{name}:latest";
            await RunAsync("build", "-q", "--network", "host", "-t", tag, folder.FullName);
            await RunAsync("push", "-q", tag);
            return await DigestOfAsync(tag);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>An image with a layer of its own that lies in the registry and not on the engine, named as at <paramref name="registry"/>, by digest.</summary>
    public async Task<string> MakeAbsentImageAsync(string name, string registry)
    {
        var image = await MakeImageAsync(name, "USER root\nRUN head -c 300000 /dev/urandom > /opt/camp/random\nUSER 1000:1000");
        await RunAsync("rmi", "-f", $"{Registry}/{Camp}/{name}:latest", image);
        return image.Replace(Registry, registry, StringComparison.Ordinal);
    }

    public static async Task<bool> HasImageAsync(string image) =>
        (await LinesAsync("images", "-q", "--no-trunc", "--filter", $"reference={image}")).Length > 0;

    /// <summary>A shell line as a Dockerfile line that makes an init hook of it.</summary>
    public static string Hook(string name, string script) =>
        $"USER root\nRUN mkdir -p /etc/camp/init.d && printf '#!/bin/sh\\n{script}\\n' > /etc/camp/init.d/{name} && chmod +x /etc/camp/init.d/{name}\nUSER 1000:1000";

    public static Task<string> RunAsync(params string[] arguments) => RunWithInputAsync("", arguments);

    /// <summary>For cleaning up: what is not there, or in another's use, is left alone.</summary>
    public static async Task TryAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        await process.WaitForExitAsync();
    }

    private static async Task<string[]> LinesAsync(params string[] arguments) =>
        (await RunAsync(arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().ToArray();

    private static async Task<string> DigestOfAsync(string tag)
    {
        var repository = tag[..tag.LastIndexOf(':')];
        return (await LinesAsync("image", "inspect", "-f", "{{range .RepoDigests}}{{println .}}{{end}}", tag)).First(line => line.StartsWith($"{repository}@", StringComparison.Ordinal));
    }

    private static async Task<string> RunWithInputAsync(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("docker", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOCKER_BUILDKIT"] = "0";
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0,
            $"docker {string.Join(' ', arguments)} failed: {errors}\nThese tests need the Docker engine and the camp's images: run ops/install and ops/images first.");
        return (await output).Trim();
    }
}

/// <summary>One engine and one registry: the tests on them run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class RealDockerTests : ICollectionFixture<RealDocker>
{
    public const string Name = "real Docker";
}
