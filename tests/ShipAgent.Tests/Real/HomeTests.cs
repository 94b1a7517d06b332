using System.IO.Compression;
using System.Text;
using Contracts.Control;
using ShipAgent.Tests.Control;
using Xunit;

namespace ShipAgent.Tests.Real;

/// <summary>Homes that outlive their machine: the engine and the containers are real, the mux's shelf is in memory.</summary>
[Collection(RealDockerTests.Name)]
public sealed class HomeTests(RealDocker docker) : IAsyncLifetime
{
    private readonly CampAuthority _authority = new();
    private FakeMux _mux = null!;

    public async ValueTask InitializeAsync()
    {
        _mux = new FakeMux(_authority);
        await _mux.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _mux.DisposeAsync();
        _authority.Dispose();
    }

    [Fact]
    public async Task The_death_of_a_machine_costs_what_came_after_the_last_copy_and_no_more()
    {
        var spec = Specs.Whole(image: docker.FirstSteps, home: $"{docker.Camp}-outlives");
        await using (var ship = await StartAsync(spec))
        {
            var container = (await ship.AwaitSingleContainerAsync()).Id;
            // What is awaited comes last: a copy taken in the middle of it would be enough.
            await InAsync(container, "mkdir -p deep/er; ln -s ../../../data/penguins deep/link; mkfifo pipe; umask 027; echo precious >work.txt");
            await AwaitCopyAsync(spec.HomeVolume, "precious");
            // As lost as can be: no orderly end, no last copy.
            _mux.Homes.Refusal = 503;
            await InAsync(container, "echo too-late >late.txt");
        }
        await LoseAsync(spec.HomeVolume);
        _mux.Homes.Refusal = 0;

        await using var next = await StartAsync(spec);
        var served = (await next.AwaitSingleContainerAsync()).Id;

        Assert.Equal("precious", await InAsync(served, "cat work.txt"));
        Assert.Equal("1000 1000 640", await InAsync(served, "stat -c '%u %g %a' work.txt"));
        Assert.Equal("/data/penguins", await InAsync(served, "readlink -m deep/link"));
        Assert.Equal("gone", await InAsync(served, "test -e late.txt || test -e pipe || echo gone"));
    }

    [Fact]
    public async Task A_home_that_has_not_changed_is_not_copied_again_and_an_orderly_end_copies_the_last_changes()
    {
        var spec = Specs.Whole(image: docker.FirstSteps, home: $"{docker.Camp}-orderly");
        await using (var ship = await StartAsync(spec))
        {
            var container = (await ship.AwaitSingleContainerAsync()).Id;
            await InAsync(container, "echo first >work.txt");
            await AwaitCopyAsync(spec.HomeVolume, "first");
            await AwaitCalmAsync(spec.HomeVolume);
            ship.CopyHomesSeconds = 3600;
            ship.Want(spec);
            await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
            await InAsync(container, "echo at-the-end >work.txt");
        }
        Assert.Contains("at-the-end", Unpacked(_mux.Homes[spec.HomeVolume][^1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_the_mux_ends_the_ship_what_was_written_a_moment_ago_is_on_its_shelf_and_the_mux_is_told_so()
    {
        var spec = Specs.Whole(image: docker.FirstSteps, home: $"{docker.Camp}-farewell");
        await using var ship = await TestShip.StartAsync(docker, mux: _mux);
        ship.CopyHomesSeconds = 3600;
        var stream = await _mux.Streams.Reader.ReadAsync(TestContext.Current.CancellationToken);
        ship.Want(spec);
        await ship.AwaitHealthyAsync(spec);
        await InAsync((await ship.AwaitSingleContainerAsync()).Id, "echo a-moment-ago >work.txt");

        await stream.TellAsync(new DesiredSpec { Generation = 1000, ReportIntervalSeconds = 1, CopyHomesSeconds = 3600, LastCopy = true, Tutorials = { spec } });
        await stream.ReadUntilAsync(message => message.Report?.CopiedGeneration == 1000);

        Assert.Contains("a-moment-ago", Unpacked(_mux.Homes[spec.HomeVolume][^1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_copy_gives_way_to_the_one_before_and_a_mux_out_of_reach_keeps_the_container_from_starting()
    {
        var spec = Specs.Whole(image: docker.FirstSteps, home: $"{docker.Camp}-broken");
        await using (var ship = await StartAsync(spec))
        {
            await InAsync((await ship.AwaitSingleContainerAsync()).Id, "echo precious >work.txt");
            await AwaitCopyAsync(spec.HomeVolume, "precious");
        }
        await LoseAsync(spec.HomeVolume);
        var good = _mux.Homes[spec.HomeVolume][^1];
        _mux.Homes.Put(spec.HomeVolume, good[..(good.Length / 2)]);

        await using var next = await StartAsync(spec);

        Assert.Equal("precious", await InAsync((await next.AwaitSingleContainerAsync()).Id, "cat work.txt"));

        await using var alone = await TestShip.StartAsync(docker);
        alone.CopyHomesSeconds = 1;
        alone.Want(Specs.Whole(image: docker.FirstSteps, home: $"{docker.Camp}-alone"));
        var failed = await alone.AwaitAsync("intro", report => report.Phase == Phase.Failed);
        Assert.Contains("cannot be fetched from the mux", failed.Reason, StringComparison.Ordinal);
    }

    private async Task<TestShip> StartAsync(TutorialSpec spec)
    {
        var ship = await TestShip.StartAsync(docker, mux: _mux);
        ship.CopyHomesSeconds = 1;
        // The certificate comes first: without it the mux gives nothing.
        await _mux.Streams.Reader.ReadAsync(TestContext.Current.CancellationToken);
        ship.Want(spec);
        await ship.AwaitHealthyAsync(spec);
        return ship;
    }

    private async Task AwaitCopyAsync(string volume, string text)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!_mux.Homes[volume].Any(copy => Unpacked(copy).Contains(text, StringComparison.Ordinal)))
            await Task.Delay(200, patience.Token);
    }

    // Three intervals without a copy. One that began before the last write makes another; a home that is copied again and again never comes to it.
    private async Task AwaitCalmAsync(string volume)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (var seen = -1; seen != _mux.Homes[volume].Count;)
        {
            seen = _mux.Homes[volume].Count;
            await Task.Delay(TimeSpan.FromSeconds(3), patience.Token);
        }
    }

    private static Task<string> InAsync(string container, string script) => RealDocker.RunAsync("exec", container, "sh", "-c", $"cd && {script}");

    private static Task<string> LoseAsync(string volume) => RealDocker.RunAsync("volume", "rm", volume);

    private static string Unpacked(byte[] copy)
    {
        using var unpacked = new MemoryStream();
        using var packed = new GZipStream(new MemoryStream(copy), CompressionMode.Decompress);
        packed.CopyTo(unpacked);
        return Encoding.UTF8.GetString(unpacked.ToArray());
    }
}
