using System.Net;
using System.Security.Cryptography;
using Mux.Camp;
using Mux.Fleet;
using Mux.Homes;
using Mux.Tests.ControlChannel;
using Mux.Tests.Controller;
using Xunit;

namespace Mux.Tests.Homes;

public sealed class HomeTests
{
    private static readonly byte[] Files = RandomNumberGenerator.GetBytes(400_000);

    [Fact]
    public async Task A_copy_of_an_attendees_home_comes_back_as_it_was_brought()
    {
        await using var mux = await WholeMux.StartAsync(ships: 1);
        var (agent, volume) = await BerthedAsync(mux);
        using var http = agent.Http();
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"homes/{volume}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(http, volume, Files));
        Assert.Equal(Files, await http.GetByteArrayAsync($"homes/{volume}"));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"homes/{volume}/before")).StatusCode);
    }

    [Fact]
    public async Task A_ship_that_is_ended_by_hand_serves_on_until_its_agent_has_brought_the_last_copy()
    {
        await using var mux = await CopyingAsync();
        var (agent, _) = await BerthedAsync(mux);
        using var organizer = Organizer(mux);
        var stream = await agent.ConnectAsync();
        await stream.SpecAsync();
        using var answer = await organizer.DeleteAsync($"/api/v1/ships/{agent.Ship}");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Contains("as soon as its files are copied", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var spec = await stream.SpecAsync();
        Assert.True(spec.LastCopy);
        Assert.Equal(ShipState.Running, mux.Ship(agent).State);
        await stream.ReportAsync(new Contracts.Control.Report { Generation = spec.Generation, CopiedGeneration = spec.Generation });
        await mux.UntilAsync(agent.Ship, ship => ship is { State: ShipState.Terminated, Cause: TerminationCause.Organizer });
    }

    [Fact]
    public async Task A_second_order_and_a_ship_out_of_reach_wait_for_nothing()
    {
        await using var mux = await CopyingAsync();
        var (agent, _) = await BerthedAsync(mux);
        using var organizer = Organizer(mux);
        var stream = await agent.ConnectAsync();
        await stream.SpecAsync();
        (await organizer.DeleteAsync($"/api/v1/ships/{agent.Ship}")).Dispose();
        Assert.NotNull(mux.Ship(agent).Leaving);
        (await organizer.DeleteAsync($"/api/v1/ships/{agent.Ship}")).Dispose();
        Assert.Equal(ShipState.Terminated, mux.Ship(agent).State);

        await using var other = await CopyingAsync();
        var (away, _) = await BerthedAsync(other);
        using var second = Organizer(other);
        (await second.DeleteAsync($"/api/v1/ships/{away.Ship}")).Dispose();
        Assert.Equal(ShipState.Terminated, other.Ship(away).State);
    }

    [Fact]
    public async Task The_newest_two_are_kept()
    {
        await using var mux = await WholeMux.StartAsync(ships: 1);
        var (agent, volume) = await BerthedAsync(mux);
        using var http = agent.Http();
        foreach (var content in new byte[][] { [1], [2], [3] })
        {
            Assert.Equal(HttpStatusCode.NoContent, await PutAsync(http, volume, content));
        }

        Assert.Equal([3], await http.GetByteArrayAsync($"homes/{volume}"));
        Assert.Equal([2], await http.GetByteArrayAsync($"homes/{volume}/before"));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(mux.Settings.DataFolder, "homes", volume)).Length);
    }

    [Fact]
    public async Task Nobody_but_the_ship_that_serves_a_home_brings_or_gets_it()
    {
        await using var mux = await WholeMux.StartAsync(ships: 2);
        var other = (await mux.AgentsAsync(2))[1];
        var (agent, volume) = await BerthedAsync(mux);
        await other.EnrollAsync();
        using (var http = agent.Http())
        {
            Assert.Equal(HttpStatusCode.NoContent, await PutAsync(http, volume, Files));
        }

        using var neighbour = other.Http();
        using var nobody = other.Http(withCertificate: false);
        foreach (var stranger in new[] { neighbour, nobody })
        {
            Assert.Equal(HttpStatusCode.Forbidden, await PutAsync(stranger, volume, [9]));
            Assert.Equal(HttpStatusCode.Forbidden, (await stranger.GetAsync($"homes/{volume}")).StatusCode);
        }

        // The attendee has moved on: what the old machine still sends is no longer theirs.
        await mux.ChangeAsync(draft => draft.Apply(new ShipId(agent.Ship), new ShipEvent.Ended(TerminationCause.Lost, "")));
        using var late = agent.Http();
        Assert.Equal(HttpStatusCode.Forbidden, await PutAsync(late, volume, [9]));
    }

    [Theory]
    [InlineData("..%2f..%2fmux.db")]
    [InlineData("%2e%2e")]
    [InlineData("camp-spring-h-2345678923-intro")]
    public async Task A_name_that_is_no_home_of_the_ship_writes_nothing(string name)
    {
        await using var mux = await WholeMux.StartAsync(ships: 1);
        var (agent, _) = await BerthedAsync(mux);
        using var http = agent.Http();
        Assert.NotEqual(HttpStatusCode.NoContent, await PutAsync(http, name, Files));
        Assert.False(Directory.Exists(Path.Combine(mux.Settings.DataFolder, "homes")));
    }

    [Fact]
    public async Task A_home_that_nobody_has_yet_is_not_wanted()
    {
        await using var mux = await WholeMux.StartAsync(ships: 1);
        var agent = Assert.Single(await mux.AgentsAsync(1));
        await agent.EnrollAsync();
        using var http = agent.Http();
        Assert.Equal(HttpStatusCode.Conflict, await PutAsync(http, mux.Ship(agent).Home.VolumeOf("spring", "intro"), Files));
    }

    [Fact]
    public async Task Too_large_a_home_is_refused_and_one_that_broke_off_changes_nothing()
    {
        await using var mux = await WholeMux.StartAsync(ships: 1, adjust: camp => camp with { Fleet = camp.Fleet with { LargestHome = 500_000 } });
        var (agent, volume) = await BerthedAsync(mux);
        using var http = agent.Http();
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(http, volume, Files));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PutAsync(http, volume, RandomNumberGenerator.GetBytes(700_000)));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.PutAsync($"homes/{volume}", new StreamContent(new BreaksOff())));
        Assert.Equal(Files, await http.GetByteArrayAsync($"homes/{volume}"));
    }

    [Fact]
    public async Task Homes_that_cannot_be_copied_are_known_until_one_copy_is_taken()
    {
        await using var mux = await WholeMux.StartAsync(ships: 1, adjust: camp => camp with { Fleet = camp.Fleet with { LargestHome = 500_000 } });
        var (agent, volume) = await BerthedAsync(mux);
        using var http = agent.Http();
        var failures = mux.Get<HomeFailures>();
        foreach (var times in new[] { 1, 2 })
        {
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PutAsync(http, volume, RandomNumberGenerator.GetBytes(700_000)));
            Assert.Equal(new HomeFailure(new ShipId(agent.Ship), HomeOutcome.TooLarge, times), Assert.Single(failures.All));
        }

        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(http, volume, Files));
        Assert.Empty(failures.All);
    }

    [Fact]
    public async Task Of_two_copies_of_one_home_at_the_same_time_one_is_taken()
    {
        using var folder = new TemporaryFolder();
        var shelf = new HomeShelf(new MuxSettings { DataFolder = folder.Path, AccessCode = "", OrganizerToken = "" }, TimeProvider.System);
        var gate = new Gate();
        var first = shelf.StoreAsync("camp-spring-h-1-intro", gate, TestContext.Current.CancellationToken);
        Assert.Equal(HomeOutcome.Busy, await shelf.StoreAsync("camp-spring-h-1-intro", new MemoryStream(Files), TestContext.Current.CancellationToken));
        gate.Open();
        Assert.Equal(HomeOutcome.Stored, await first);
        Assert.Equal(HomeOutcome.Stored, await shelf.StoreAsync("camp-spring-h-1-intro", new MemoryStream(Files), TestContext.Current.CancellationToken));
    }

    private static Task<WholeMux> CopyingAsync() => WholeMux.StartAsync(ships: 1, adjust: camp => camp with { Fleet = camp.Fleet with { CopyHomesEvery = TimeSpan.FromMinutes(1) } });

    private static HttpClient Organizer(WholeMux mux) => new() { BaseAddress = mux.Settings.OrganizerUrl, DefaultRequestHeaders = { { "Authorization", $"Bearer {mux.Settings.OrganizerToken}" } } };

    private static async Task<(FakeAgent Agent, string Volume)> BerthedAsync(WholeMux mux)
    {
        var agent = (await mux.AgentsAsync(1))[0];
        await agent.EnrollAsync();
        await mux.ChangeAsync(draft => draft.Put(draft.Snapshot.Ships[new ShipId(agent.Ship)] with { State = ShipState.Running, Attendee = AttendeeId.New() }));
        return (agent, mux.Ship(agent).Home.VolumeOf("spring", "intro"));
    }

    private static async Task<HttpStatusCode> PutAsync(HttpClient http, string volume, byte[] content)
    {
        using var response = await http.PutAsync($"homes/{volume}", new ByteArrayContent(content));
        return response.StatusCode;
    }

    private sealed class BreaksOff() : MemoryStream(new byte[100_000])
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position > 60_000 ? throw new IOException("the ship died") : base.ReadAsync(buffer[..Math.Min(buffer.Length, 10_000)], cancellationToken);
    }

    private sealed class Gate() : MemoryStream(new byte[10])
    {
        private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Open() => opened.SetResult();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await opened.Task;
            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
