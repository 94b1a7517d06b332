using Microsoft.Extensions.DependencyInjection;
using ShipAgent.Containers;
using ShipAgent.Docker;
using ShipAgent.Health;
using ShipAgent.Try;
using Xunit;

namespace ShipAgent.Tests.Real;

[Collection(RealDockerTests.Name)]
public sealed class TryTests(RealDocker docker)
{
    [Fact]
    public async Task A_good_image_is_announced_with_its_url_and_removed_at_the_end()
    {
        using var author = new CancellationTokenSource();
        await using var lines = new Lines(line => line.StartsWith("Ctrl-C", StringComparison.Ordinal), author.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TryAsync(docker.FirstSteps, lines, author.Token));

        Assert.Contains(lines.All, line => line.StartsWith("open http://127.0.0.1:", StringComparison.Ordinal)
            && line.EndsWith("/camp/mine/lab/tree/01-first-steps.ipynb?token=the-token-of-this-try", StringComparison.Ordinal));
        Assert.Contains(lines.All, line => line.StartsWith("removed the container", StringComparison.Ordinal));
        Assert.Equal("", await RealDocker.RunAsync("ps", "-aq", "--filter", $"label={ShipIdentity.CampLabel}={docker.Camp}", "--filter", $"label={ShipIdentity.ShipLabel}=try-test"));
    }

    [Fact]
    public async Task A_failing_hook_is_told_and_the_exit_code_says_so()
    {
        await using var lines = new Lines(_ => false, () => { });

        var code = await TryAsync(await docker.MakeImageAsync("try-hook", RealDocker.Hook("10-no", "echo missing things; exit 9")), lines, default);

        Assert.Equal(1, code);
        Assert.Contains("  | missing things", lines.All);
        Assert.Contains("failed: init hook 10-no failed with exit code 9", lines.All);
        Assert.Contains("exit code: 9", lines.All);
    }

    [Fact]
    public async Task A_tag_that_is_not_built_is_told_with_the_way_to_build_it()
    {
        await using var lines = new Lines(_ => false, () => { });

        Assert.Equal(1, await TryAsync("not-built-yet:latest", lines, default));
        Assert.StartsWith("failed: the image not-built-yet:latest is not on this machine: build it", Assert.Single(lines.All), StringComparison.Ordinal);
    }

    private async Task<int> TryAsync(string image, TextWriter output, CancellationToken cancellationToken)
    {
        var options = TryOptions.Parse(["--image", image, "--name", "mine", "--home", $"{docker.Camp}-try"], "the-token-of-this-try", out var errors);
        Assert.Empty(errors);
        await using var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddDocker(options!.Socket).AddHealth().AddSingleton<IHomeKeeping, HomesStay>()
            .AddLaunching(new ShipIdentity(docker.Camp, "try-test"), _ => new PublishedPlacement(docker.Network, 0)).BuildServiceProvider();
        var run = ActivatorUtilities.CreateInstance<TryRun>(services, docker.Network, output);
        return await run.RunAsync(options, cancellationToken);
    }

    private sealed class Lines(Func<string, bool> last, Action onLast) : StringWriter(System.Globalization.CultureInfo.InvariantCulture)
    {
        private readonly Lock _gate = new();
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> All
        {
            get
            {
                lock (_gate)
                    return [.. _lines.SelectMany(line => line.Split('\n'))];
            }
        }

        public override void WriteLine(string? value)
        {
            lock (_gate)
                _lines.Add(value ?? "");
            if (last(value ?? ""))
                onLast();
        }
    }
}
