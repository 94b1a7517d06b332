using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Contracts.Control;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using ShipAgent.Machine;
using ShipAgent.Settings;
using Xunit;

namespace ShipAgent.Tests.Control;

/// <summary>A whole agent against a mux on loopback; its Docker engine is not there, which must not keep it from talking.</summary>
public sealed class ControlChannelTests : IAsyncLifetime
{
    private static readonly DesiredSpec Nothing = new() { Generation = 5, ReportIntervalSeconds = 1 };

    private readonly CampAuthority _authority = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agent-control-");
    private FakeMux _mux = null!;

    public async ValueTask InitializeAsync()
    {
        _mux = new FakeMux(_authority);
        await _mux.StartAsync();
        await File.WriteAllTextAsync(PathOf("ca.crt"), _authority.Certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(PathOf("enroll.token"), FakeMux.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _mux.DisposeAsync();
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task It_enrolls_once_says_hello_and_reports_its_whole_state()
    {
        using var agent = await StartAgentAsync();
        var stream = await NextStreamAsync();

        var hello = await stream.ReadAsync();
        Assert.Equal((AgentMessage.BodyOneofCase.Hello, 1UL, "ship-1"), (hello.BodyCase, hello.Hello.BootEpoch, stream.Ship));
        await stream.TellAsync(Nothing);
        var report = await stream.ReadUntilAsync(message => message.Report?.Generation == 5);
        Assert.True(report.Sequence > hello.Sequence);
        Assert.False(File.Exists(PathOf("enroll.token")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("agent.key")));
        await agent.StopAsync();
    }

    [Fact]
    public async Task On_a_machine_of_a_cloud_it_enrolls_as_that_machine_and_notes_its_contact()
    {
        var settings = Settings();
        (settings.ShipId, settings.Network, settings.AddressBlock, settings.Machine, settings.ContactFile) = ("", "", "", "ec2", PathOf("contact"));
        using var agent = AgentHost.Build(settings, new AgentFolder(_folder.FullName), new CloudMachine("i-0123456789abcdef0", "127.0.0.1", IsSpot: false));
        await agent.StartAsync();
        var stream = await NextStreamAsync();
        await stream.TellAsync(Nothing);

        var first = await stream.ReadUntilAsync(message => message.Report is not null);
        await stream.ReadUntilAsync(message => message.Report is not null);

        Assert.Equal(("", "i-0123456789abcdef0"), (_mux.LastEnrollment!.ShipId, _mux.LastEnrollment.InstanceId));
        Assert.Equal(0, first.Report.SpotInterruptionUnixSeconds);
        Assert.InRange(long.Parse(await File.ReadAllTextAsync(PathOf("contact"))), 1, Environment.TickCount64 / 1000 + 5);
        await agent.StopAsync();
    }

    [Fact]
    public async Task An_agent_that_did_not_hear_the_answer_asks_again_with_the_same_key()
    {
        _mux.LostAnswers = 1;
        using (var agent = await StartAgentAsync())
        {
            await NextStreamAsync();
            await agent.StopAsync();
        }

        // As after a kill between the answer and the disk.
        File.Delete(PathOf("agent.crt"));
        await File.WriteAllTextAsync(PathOf("enroll.token"), FakeMux.Token);
        using var next = await StartAgentAsync();
        await NextStreamAsync();

        Assert.Equal(3, _mux.Enrollments);
        Assert.Single(_mux.Keys.Distinct());
        await next.StopAsync();
    }

    [Fact]
    public async Task A_ship_without_homes_has_copied_them_as_soon_as_it_is_asked()
    {
        using var agent = await StartAgentAsync();
        var stream = await NextStreamAsync();
        await stream.TellAsync(Nothing);
        Assert.Equal(0UL, (await stream.ReadUntilAsync(message => message.Report?.Generation == 5)).Report.CopiedGeneration);

        await stream.TellAsync(new DesiredSpec { Generation = 6, ReportIntervalSeconds = 1, LastCopy = true });

        Assert.Equal(6UL, (await stream.ReadUntilAsync(message => message.Report?.CopiedGeneration > 0)).Report.CopiedGeneration);
        await agent.StopAsync();
    }

    [Fact]
    public async Task A_missing_engine_is_reported_as_the_ships_trouble()
    {
        using var agent = await StartAgentAsync();
        var stream = await NextStreamAsync();
        await stream.TellAsync(Nothing);

        var report = await stream.ReadUntilAsync(message => message.Report?.Trouble is { Length: > 0 });

        Assert.StartsWith("Docker does not answer", report.Report.Trouble, StringComparison.Ordinal);
        await agent.StopAsync();
    }

    [Fact]
    public async Task A_broken_stream_is_dialled_again_with_full_state_and_rising_sequence()
    {
        using var agent = await StartAgentAsync();
        var first = await NextStreamAsync();
        await first.TellAsync(Nothing);
        var last = await first.ReadUntilAsync(message => message.Report?.Generation == 5);

        await _mux.StopAsync();
        await _mux.StartAsync();
        var second = await NextStreamAsync();

        var hello = await second.ReadAsync();
        Assert.True(hello.BodyCase == AgentMessage.BodyOneofCase.Hello && hello.Sequence > last.Sequence);
        Assert.Equal(5UL, (await second.ReadAsync()).Report.Generation);
        Assert.Equal(1, _mux.Enrollments);
        await agent.StopAsync();
    }

    [Fact]
    public async Task An_older_generation_is_ignored_and_a_restarted_agent_remembers_the_newest()
    {
        using (var agent = await StartAgentAsync())
        {
            var stream = await NextStreamAsync();
            await stream.TellAsync(Nothing);
            await stream.ReadUntilAsync(message => message.Report?.Generation == 5);
            await stream.TellAsync(new DesiredSpec { Generation = 4, ReportIntervalSeconds = 1, Tutorials = { Specs.Whole() } });
            await stream.AskAsync(new LogRequest { RequestId = "r1", Tutorial = "intro", Lines = 10 });
            // The answer comes after the spec was read: whatever the spec did, it has done by now.
            var reply = await stream.ReadUntilAsync(message => message.LogReply is not null);
            Assert.Equal(("r1", "this ship has no such tutorial"), (reply.LogReply.RequestId, reply.LogReply.Error));
            await agent.StopAsync();
        }

        using var next = await StartAgentAsync();
        var again = await NextStreamAsync();
        Assert.Equal(2UL, (await again.ReadAsync()).Hello.BootEpoch);
        Assert.Equal(5UL, (await again.ReadUntilAsync(message => message.Report?.Generation > 0)).Report.Generation);
        await next.StopAsync();
    }

    [Fact]
    public async Task At_half_its_life_the_certificate_is_renewed_and_the_stream_redialled_with_it()
    {
        _mux.CertificateLife = TimeSpan.FromSeconds(14);
        using var agent = await StartAgentAsync();
        var first = await NextStreamAsync();
        await first.TellAsync(Nothing);

        var second = await NextStreamAsync();

        Assert.Equal((1, 1, "ship-1"), (_mux.Enrollments, _mux.Renewals, second.Ship));
        using var stored = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(PathOf("agent.crt")));
        Assert.True(stored.NotAfter - stored.NotBefore > TimeSpan.FromHours(1));
        await agent.StopAsync();
    }

    [Fact]
    public async Task A_certificate_that_ended_while_the_agent_was_away_is_renewed_before_the_stream_is_dialled()
    {
        using (var agent = await StartAgentAsync())
        {
            await (await NextStreamAsync()).TellAsync(Nothing);
            await agent.StopAsync();
        }
        var certificate = new ShipAgent.Control.AgentCertificate(new AgentFolder(_folder.FullName), TimeProvider.System);
        Assert.True(certificate.Store(_authority.ForShip(certificate.CreateRequest(), "ship-1", TimeSpan.FromMinutes(-1))));
        Assert.True(certificate.IsExpired);

        using var next = await StartAgentAsync();
        await (await NextStreamAsync()).TellAsync(Nothing);

        Assert.Equal((1, 1), (_mux.Enrollments, _mux.Renewals));
        await next.StopAsync();
    }

    [Fact]
    public async Task The_roots_that_the_mux_names_at_a_renewal_take_the_place_of_those_at_launch()
    {
        using var successor = new CampAuthority();
        _mux.CertificateLife = TimeSpan.FromSeconds(14);
        _mux.Roots.AddRange([successor.Certificate.RawData, _authority.Certificate.RawData]);
        using var agent = await StartAgentAsync();
        await (await NextStreamAsync()).TellAsync(Nothing);
        await (await NextStreamAsync()).TellAsync(Nothing); // renewed
        Assert.Equal(1, _mux.Renewals);

        await _mux.StopAsync();
        _mux.Authority = successor;
        _mux.AlsoTrusted.Add(_authority.Certificate);
        await _mux.StartAsync();
        await NextStreamAsync();

        // What was named last counts alone.
        _mux.Roots.RemoveAt(1);
        Assert.True(new ShipAgent.Control.MuxTrust(Settings(), new AgentFolder(_folder.FullName)).Learn(_mux.Roots));
        Assert.Equal(successor.Certificate, Assert.Single(new ShipAgent.Control.MuxTrust(Settings(), new AgentFolder(_folder.FullName)).Roots()));
        await agent.StopAsync();
    }

    [Fact]
    public void What_is_no_root_is_not_learnt()
    {
        using var server = _authority.ForServer("127.0.0.1");
        var trust = new ShipAgent.Control.MuxTrust(Settings(), new AgentFolder(_folder.FullName));
        foreach (var junk in new byte[][][] { [], [[1, 2, 3]], [_authority.Certificate.RawData, server.RawData], [.. Enumerable.Repeat(_authority.Certificate.RawData, 5)] })
            Assert.False(trust.Learn(junk));
        Assert.Equal(_authority.Certificate, Assert.Single(trust.Roots()));
    }

    [Fact]
    public async Task A_mux_of_another_camp_gets_neither_token_nor_stream()
    {
        using var stranger = new CampAuthority();
        await File.WriteAllTextAsync(PathOf("ca.crt"), stranger.Certificate.ExportCertificatePem());

        await AssertRefusedAsync();
    }

    [Fact]
    public async Task A_mux_with_another_name_gets_neither_token_nor_stream()
    {
        await _mux.StopAsync();
        await _mux.StartAsync(certifiedAddress: "127.0.0.2");

        await AssertRefusedAsync();
    }

    private async Task AssertRefusedAsync()
    {
        var settings = Settings();
        var folder = new AgentFolder(_folder.FullName);
        using var channel = new ShipAgent.Control.MuxDialer(settings, new ShipAgent.Control.MuxTrust(settings, folder)).Dial(null);
        var fault = await Assert.ThrowsAsync<RpcException>(() => new Enrollment.EnrollmentClient(channel).EnrollAsync(new EnrollRequest { Token = FakeMux.Token }).ResponseAsync);
        Assert.IsType<AuthenticationException>(fault.Status.DebugException?.InnerException);
        Assert.Equal(0, _mux.Enrollments);
    }

    private async Task<IHost> StartAgentAsync()
    {
        var host = AgentHost.Build(Settings(), new AgentFolder(_folder.FullName));
        await host.StartAsync();
        return host;
    }

    private AgentSettings Settings() => new()
    {
        ShipId = "ship-1",
        Camp = "demo",
        ControlUrl = _mux.Url,
        Network = "camp-demo",
        AddressBlock = "10.77.0.16/28",
        DockerSocket = PathOf("no-engine-here.sock"),
    };

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private async Task<FakeStream> NextStreamAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        return await _mux.Streams.Reader.ReadAsync(patience.Token);
    }
}
