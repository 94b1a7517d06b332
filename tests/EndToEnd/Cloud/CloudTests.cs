using Grpc.Core;
using Microsoft.Playwright;
using Xunit;

namespace EndToEnd.Cloud;

/// <summary>One camp for all of these: it takes minutes to boot.</summary>
public sealed class CloudTests(RunningCamp local, CloudCamp cloud) : IClassFixture<CloudCamp>
{
    [Fact]
    public async Task Ships_that_boot_in_a_cloud_serve_keep_their_secrets_and_leave_nothing()
    {
        Assert.Single(cloud.Emulator.Read().CallsOf("RunInstances"), call => call.Error is null);
        var notebook = await AnAttendeeRunsCellsAsync();
        await AContainerReachesNothingAsync(notebook);
        await ACopiedTokenIsUselessAsync();
        await NothingIsLeftAsync();
    }

    private async Task<Notebook> AnAttendeeRunsCellsAsync()
    {
        var page = await cloud.LogInAsync(await local.NewBrowserAsync(), "Ada");
        await Assertions.Expect(page.Locator("a[href='/camp/first-steps/']").First).ToBeVisibleAsync();
        var notebook = new Notebook(page, cloud.AttendeeUrl + "/camp/first-steps/");
        await notebook.CreateAsync("mine.ipynb");
        await notebook.RunAsync("1+1");
        await Assertions.Expect(notebook.Outputs.First).ToHaveTextAsync("2", new() { Timeout = 60_000 });
        await notebook.WriteFileAsync("kept.txt", "on a machine of its own");
        Assert.Equal("on a machine of its own", await notebook.ReadFileAsync("kept.txt"));
        return notebook;
    }

    private async Task AContainerReachesNothingAsync(Notebook notebook)
    {
        var ship = await cloud.ShipOfAsync("Ada");
        string[] doors = [$"169.254.169.254 80", $"{CloudCamp.Gateway} {cloud.ControlPort}", $"{CloudCamp.Gateway} 5000"];

        // Its machine reaches them all: else the container's failure would say nothing.
        foreach (var door in doors)
        {
            Assert.Equal("reached", await CloudCamp.OnAsync(ship, $"timeout 5 bash -c 'exec 3<>/dev/tcp/{door.Replace(' ', '/')}' && echo reached"));
        }

        var pairs = string.Join(", ", doors.Select(door => $"('{door.Split(' ')[0]}', {door.Split(' ')[1]})"));
        await notebook.RunAsync($"import socket; socket.setdefaulttimeout(5); ['reached' if socket.socket().connect_ex(door) == 0 else 'refused' for door in [{pairs}]]");
        await Assertions.Expect(notebook.Outputs.Last).ToHaveTextAsync("['refused', 'refused', 'refused']", new() { Timeout = 60_000 });
    }

    private async Task ACopiedTokenIsUselessAsync()
    {
        var hers = await cloud.ShipOfAsync("Ada");
        var other = (await cloud.ShipsAsync()).First(ship => (string?)ship["state"] == "available");
        var token = await Enrollment.TokenOnAsync(other);
        Assert.NotEqual("", token);

        // From the ship itself a second time; from another ship in her ship's name; and for a machine that is none.
        Assert.Equal(StatusCode.PermissionDenied, await Enrollment.TryAsync(hers, (string)hers["providerId"]!, token, cloud.ControlPort));
        Assert.Equal(StatusCode.PermissionDenied, await Enrollment.TryAsync(other, (string)hers["providerId"]!, token, cloud.ControlPort));
        Assert.Equal(StatusCode.Unauthenticated, await Enrollment.TryAsync(other, "i-0f0f0f0f0f0f0f0f0", token, cloud.ControlPort));
        Assert.Equal("running", (string?)(await cloud.ShipOfAsync("Ada"))["state"]);
        Assert.Equal("", await CloudCamp.OnAsync(hers, "ls /var/lib/risecamp/agent | grep token"));
    }

    private async Task NothingIsLeftAsync()
    {
        var down = await cloud.MuxAsync("down", "--yes");
        Assert.True(down.ExitCode == 0, down.Output);
        var ledger = cloud.Emulator.Read();
        Assert.All(ledger.Lives, life => Assert.NotNull(life.EndedAt));
        Assert.Empty(ledger.LeftVolumes);
        Assert.True(ledger.MostAtOnce(_ => true) <= CloudCamp.Ships + 1);
    }
}
