using Contracts.Control;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Mux.ControlChannel;
using Mux.Fleet;
using Mux.Tests.Controller;
using Xunit;

namespace Mux.Tests.ControlChannel;

public sealed class AgentStreamTests
{
    private const string NewImage = "reg.example/intro@sha256:2222222222222222222222222222222222222222222222222222222222222222";

    [Fact]
    public async Task Nobody_gets_in_without_a_certificate_of_this_camp()
    {
        await using var mux = await WholeMux.StartAsync(ships: 1);
        var agent = Assert.Single(await mux.AgentsAsync(1));
        Assert.Equal(StatusCode.Unauthenticated, await RefusedAsync(agent));
        agent.Certificate = FakeAgent.Foreign(agent.Ship);
        Assert.NotEqual(StatusCode.OK, await RefusedAsync(agent));
        Assert.Equal(0ul, mux.Ship(agent).BootEpoch);
    }

    [Fact]
    public async Task The_spec_comes_after_the_hello_after_a_new_target_and_whole_after_a_reconnect()
    {
        await using var mux = await WholeMux.StartAsync(ships: 1);
        var (agent, stream) = await ConnectedAsync(mux);
        var spec = await stream.SpecAsync();
        var tutorial = Assert.Single(spec.Tutorials);
        Assert.InRange(Assert.Single(mux.Get<ShipConnections>().All).CertificateEnds!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(2.9), TimeSpan.FromDays(3));
        Assert.Equal((1ul, "intro", mux.Ship(agent).Secret, mux.Ship(agent).Home.VolumeOf("spring", "intro")), (spec.Generation, tutorial.Name, tutorial.Secret, tutorial.HomeVolume));

        await mux.ChangeAsync(draft => draft.Apply(new ShipId(agent.Ship), new ShipEvent.Retargeted(new TutorialTarget("intro", NewImage, null))));
        var next = await stream.SpecAsync();
        Assert.Equal((2ul, NewImage), (next.Generation, next.Tutorials[0].Image));

        stream.Dispose();
        await mux.UntilAsync(agent.Ship, ship => ship.Vitals.Link == ShipLink.Suspect);
        var again = await agent.ConnectAsync();
        Assert.Equal(next, await again.SpecAsync());
        Assert.Equal(ShipLink.Connected, mux.Ship(agent).Vitals.Link);
    }

    [Fact]
    public async Task A_newer_stream_ends_the_older_and_a_stale_boot_is_refused()
    {
        await using var mux = await WholeMux.StartAsync(ships: 1);
        var (agent, older) = await ConnectedAsync(mux, epoch: 5);
        await older.SpecAsync();
        var newer = await agent.ConnectAsync(epoch: 6);
        await newer.SpecAsync();
        Assert.Equal(StatusCode.Aborted, (await older.EndAsync()).StatusCode);
        var stale = await agent.ConnectAsync(epoch: 5);
        Assert.Equal(StatusCode.Aborted, (await stale.EndAsync()).StatusCode);
        Assert.Equal((6ul, ShipLink.Connected), (mux.Ship(agent).BootEpoch, mux.Ship(agent).Vitals.Link));
    }

    // Found: the end of the older one was told after the hello of the newer, and the ship was suspect while its agent talked.
    [Fact]
    public async Task An_older_stream_of_the_same_boot_that_ends_makes_nobody_suspect()
    {
        await using var mux = await WholeMux.StartAsync(ships: 1);
        var (agent, older) = await ConnectedAsync(mux);
        await older.SpecAsync();
        var newer = await agent.ConnectAsync();
        await newer.SpecAsync();
        Assert.Equal(StatusCode.Aborted, (await older.EndAsync()).StatusCode);
        var id = new ShipId(agent.Ship);
        var stale = new StreamId(mux.Ship(agent).Vitals.Stream.Value - 1);
        Assert.Equal("another stream", (await mux.Store.ChangeAsync(draft => draft.Apply(id, new ShipEvent.StreamLost(stale)), CancellationToken.None)).Refusal);
        Assert.Equal(ShipLink.Connected, mux.Ship(agent).Vitals.Link);
    }

    [Fact]
    public async Task A_stream_that_says_nothing_is_ended_after_ten_seconds()
    {
        var time = new WatchedTime();
        await using var mux = await WholeMux.StartAsync(ships: 1, services: services => services.AddSingleton(provider => ActivatorUtilities.CreateInstance<AgentGreeting>(provider, time)));
        var agent = await Assert.Single(await mux.AgentsAsync(1)).EnrollAsync();
        var ended = agent.Open().EndAsync();
        await time.TimerMade;
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(ended.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(StatusCode.DeadlineExceeded, (await ended).StatusCode);
    }

    [Fact]
    public async Task A_mux_that_stops_ends_its_open_streams_at_once()
    {
        await using var mux = await WholeMux.StartAsync(ships: 2);
        var agents = await mux.AgentsAsync(2);
        var talking = await (await agents[0].EnrollAsync()).ConnectAsync();
        await talking.SpecAsync();
        var silent = (await agents[1].EnrollAsync()).Open();
        mux.Get<IHostApplicationLifetime>().StopApplication();
        Assert.Equal(StatusCode.Unavailable, (await talking.EndAsync()).StatusCode);
        Assert.Equal(StatusCode.Unavailable, (await silent.EndAsync()).StatusCode);
    }

    [Fact]
    public async Task The_stream_of_a_ship_that_ended_is_ended_and_it_does_not_come_back()
    {
        await using var mux = await WholeMux.StartAsync(ships: 1);
        var (agent, stream) = await ConnectedAsync(mux);
        await stream.SpecAsync();
        await mux.ChangeAsync(draft => draft.Apply(new ShipId(agent.Ship), new ShipEvent.Ended(TerminationCause.Organizer, "")));
        Assert.Equal(StatusCode.Aborted, (await stream.EndAsync()).StatusCode);
        Assert.Equal(StatusCode.PermissionDenied, await RefusedAsync(agent));
    }

    [Fact]
    public async Task What_does_not_start_with_a_hello_is_refused()
    {
        await using var mux = await WholeMux.StartAsync(ships: 1);
        var agent = await Assert.Single(await mux.AgentsAsync(1)).EnrollAsync();
        foreach (var first in new[] { new AgentMessage { Report = new Report() }, new AgentMessage(), new AgentMessage { Hello = new Hello { BootId = "" } }, new AgentMessage { Hello = new Hello { BootId = new string('x', 65) } } })
        {
            var stream = agent.Open();
            await stream.SayAsync(first);
            Assert.Equal(StatusCode.InvalidArgument, (await stream.EndAsync()).StatusCode);
        }
    }

    [Fact]
    public async Task Reports_that_are_late_or_repeated_change_nothing()
    {
        await using var mux = await WholeMux.StartAsync(ships: 1);
        var (agent, stream) = await ConnectedAsync(mux);
        await stream.SpecAsync();
        await stream.SayAsync(new AgentMessage { Report = new Report { Trouble = "newest" } }, number: 10);
        await stream.SayAsync(new AgentMessage { Report = new Report { Trouble = "late" } }, number: 9);
        await stream.SayAsync(new AgentMessage { Report = new Report { Trouble = "twice" } }, number: 10);
        await stream.SayAsync(new AgentMessage { Report = new Report { Trouble = "newest still" } }, number: 11);
        var seen = new List<string>();
        await mux.UntilAsync(agent.Ship, ship => { seen.Add(ship.Vitals.Trouble); return ship.Vitals.Sequence == 11; });
        Assert.DoesNotContain("late", seen);
        Assert.DoesNotContain("twice", seen);
    }

    [Fact]
    public async Task An_endpoint_that_is_not_the_ships_is_not_kept_and_makes_nothing_available()
    {
        await using var mux = await WholeMux.StartAsync(ships: 1);
        var (agent, stream) = await ConnectedAsync(mux);
        var spec = await stream.SpecAsync();
        foreach (var address in new[] { "127.0.0.1", "169.254.169.254", "10.77.200.1", "::1", "::ffff:10.77.1.1", "2130706433", "mux", "" })
        {
            await stream.ReportAsync(FakeAgent.Healthy(spec, address));
        }

        var ship = (await mux.UntilAsync(agent.Ship, found => found.Vitals.Sequence == 9)).Ships[new ShipId(agent.Ship)];
        Assert.Equal((null, ShipState.Booting), (ship.Tutorials["intro"].Endpoint, ship.State));
    }

    [Fact]
    public async Task A_ship_that_sends_too_much_is_cut_off_stays_cut_off_and_harms_no_other()
    {
        // By a clock that stands: however slow the machine, no budget grows meanwhile.
        await using var mux = await WholeMux.StartAsync(ships: 2, services: services => services.AddSingleton(new ReportPace(new FakeTimeProvider())));
        var agents = await mux.AgentsAsync(2);
        var good = await (await agents[0].EnrollAsync()).ConnectAsync();
        var spec = await good.SpecAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var flood = await (await agents[1].EnrollAsync()).ConnectAsync();
        var status = flood.EndAsync();
        await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (!patience.IsCancellationRequested)
            {
                await flood.ReportAsync(new Report());
            }
        });
        Assert.Equal(StatusCode.ResourceExhausted, (await status).StatusCode);

        // Found: a new stream used to bring a new budget.
        var again = await agents[1].ConnectAsync();
        var second = again.EndAsync();
        for (var i = 0; i < 50 && !second.IsCompleted; i++)
        {
            await Record.ExceptionAsync(() => again.ReportAsync(new Report()));
        }

        Assert.Equal(StatusCode.ResourceExhausted, (await second).StatusCode);
        await good.ReportAsync(FakeAgent.Healthy(spec, mux.Ship(agents[0]).Block!.Value.BaseAddress.ToString()));
        await mux.UntilAsync(agents[0].Ship, ship => ship.State == ShipState.Available);
    }

    [Fact]
    public async Task A_message_that_is_too_large_ends_the_stream()
    {
        await using var mux = await WholeMux.StartAsync(ships: 1);
        var (_, stream) = await ConnectedAsync(mux);
        var ended = stream.EndAsync();
        await Record.ExceptionAsync(() => stream.ReportAsync(new Report { Trouble = new string('x', 300 << 10) }));
        Assert.Equal(StatusCode.ResourceExhausted, (await ended).StatusCode);
    }

    [Fact]
    public async Task Whatever_a_report_holds_it_is_stored_short_and_clean()
    {
        await using var mux = await WholeMux.StartAsync(ships: 1);
        var (agent, stream) = await ConnectedAsync(mux);
        await stream.SpecAsync();
        var nasty = string.Concat(Enumerable.Repeat("x\U0001F600\n\u0000\u001b[31m<b>", 2000)); // a cut may fall within a pair
        var report = new Report { Generation = ulong.MaxValue, Trouble = nasty[..9000], Resources = new Resources { CpuPercent = double.NaN, MemoryBytes = ulong.MaxValue } };
        for (var i = 0; i < 100; i++)
        {
            report.Tutorials.Add(new TutorialReport { Name = i % 2 == 0 ? "intro" : $"t{i}", Phase = (Phase)99, Reason = nasty[i..(i + 600)], LogTail = i == 0 ? nasty[..8193] : "", ExitCode = int.MinValue, Restarts = uint.MaxValue, Port = uint.MaxValue, Address = "10.77.1.1" });
        }

        await stream.ReportAsync(report);
        await stream.ReportAsync(new Report { Trouble = "end" });
        var kept = new List<TutorialStatus>();
        await mux.UntilAsync(agent.Ship, ship => { kept.AddRange(ship.Tutorials.Values); return ship.Vitals.Trouble == "end"; });
        Assert.All(kept, status =>
        {
            Assert.True(status is { Name: "intro", Reason.Length: <= 500, LogTail.Length: <= 8192, Endpoint: null, Phase: TutorialPhase.Unknown });
            Assert.DoesNotContain(status.Reason, char.IsControl);
        });
    }

    [Fact]
    public async Task Random_messages_break_nothing()
    {
        await using var mux = await WholeMux.StartAsync(ships: 1);
        var (agent, stream) = await ConnectedAsync(mux);
        var random = new Random(20261121);
        for (var i = 0; i < 60; i++)
        {
            var bytes = new byte[random.Next(1, 60)];
            random.NextBytes(bytes);
            try
            {
                await stream.SayAsync(AgentMessage.Parser.ParseFrom(bytes), (ulong)i + 2);
            }
            catch (InvalidProtocolBufferException)
            {
                // Not a message at all.
            }
        }

        await stream.SayAsync(new AgentMessage { Report = new Report { Trouble = "alive" } }, 1000);
        await mux.UntilAsync(agent.Ship, ship => ship.Vitals.Trouble == "alive");
    }

    [Fact]
    public async Task A_log_is_asked_for_and_answered_and_what_nobody_asked_for_is_dropped()
    {
        await using var mux = await WholeMux.StartAsync(ships: 1);
        var (agent, stream) = await ConnectedAsync(mux);
        await stream.SpecAsync();
        var connections = mux.Get<ShipConnections>();
        Assert.Equal(new ShipLog(null, "the ship's agent is not connected"), await connections.TailAsync(new ShipId("s-none"), "intro", 10, CancellationToken.None));
        var tail = connections.TailAsync(new ShipId(agent.Ship), "intro", 10, CancellationToken.None);
        var request = (await stream.NextAsync())!.LogRequest;
        await stream.SayAsync(new AgentMessage { LogReply = new LogReply { RequestId = "other", Text = "not this" } });
        await stream.SayAsync(new AgentMessage { LogReply = new LogReply { RequestId = request.RequestId, Text = "line 1\nline 2\u001b" } });
        Assert.Equal(new ShipLog("line 1\nline 2", null), await tail);
    }

    [Fact]
    public async Task Agents_are_heard_at_the_control_listener_only()
    {
        await using var mux = await WholeMux.StartAsync();
        using var http = new HttpClient();
        foreach (var url in new[] { mux.Settings.AttendeeUrl, mux.Settings.OrganizerUrl })
        {
            using var response = await http.PostAsync(new Uri(url, "/risecamp.control.v1.Enrollment/Enroll"), new ByteArrayContent([]), TestContext.Current.CancellationToken);
            Assert.False(response.IsSuccessStatusCode);
            Assert.False(response.Headers.Contains("grpc-status"));
        }
    }

    private static async Task<(FakeAgent Agent, FakeStream Stream)> ConnectedAsync(WholeMux mux, ulong epoch = 1)
    {
        var agent = await Assert.Single(await mux.AgentsAsync(1)).EnrollAsync();
        return (agent, await agent.ConnectAsync(epoch));
    }

    private static async Task<StatusCode> RefusedAsync(FakeAgent agent)
    {
        try
        {
            return (await (await agent.ConnectAsync()).EndAsync()).StatusCode;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }
}
