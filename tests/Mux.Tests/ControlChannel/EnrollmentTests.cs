using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Mux.Camp;
using Mux.ControlChannel;
using Mux.Fleet;
using Mux.Tests.Controller;
using Xunit;

namespace Mux.Tests.ControlChannel;

public sealed class EnrollmentTests
{
    [Fact]
    public async Task A_token_is_good_once_and_a_second_use_takes_the_ship_out()
    {
        await using var mux = await WholeMux.StartAsync(ships: 1);
        var agent = Assert.Single(await mux.AgentsAsync(1));
        await agent.EnrollAsync();
        Assert.Equal($"CN={agent.Ship}", agent.Certificate!.Subject);
        using var thief = mux.AgentOf(mux.Provider.Launches.First());
        Assert.Equal(StatusCode.PermissionDenied, await RefusedAsync(() => thief.EnrollAsync()));
        Assert.True(mux.Ship(agent).Quarantined);
        Assert.Contains(mux.Logs.Lines, line => line.Contains("used twice", StringComparison.Ordinal));
    }

    // Found: an agent that was killed between the answer and its disk came back, and its ship was taken out.
    [Fact]
    public async Task The_key_that_used_the_token_may_ask_again_and_takes_no_ship_out()
    {
        await using var mux = await WholeMux.StartAsync(ships: 1);
        var agent = Assert.Single(await mux.AgentsAsync(1));
        await agent.EnrollAsync();
        var lost = agent.Certificate;
        await agent.EnrollAsync();
        Assert.NotEqual(lost!.SerialNumber, agent.Certificate!.SerialNumber);
        await (await agent.ConnectAsync()).SpecAsync();
        Assert.False(mux.Ship(agent).Quarantined);
        Assert.Equal(StatusCode.PermissionDenied, await RefusedAsync(() => agent.EnrollAsync(request: [0x30, 0x82])));
        Assert.True(mux.Ship(agent).Quarantined);
    }

    // Found: the loser of a race was refused, but nobody was told that somebody else has the token.
    [Fact]
    public async Task Of_two_that_race_with_one_token_one_wins_and_the_alarm_is_raised()
    {
        await using var mux = await WholeMux.StartAsync(ships: 1);
        var agent = Assert.Single(await mux.AgentsAsync(1));
        using var thief = mux.AgentOf(mux.Provider.Launches.First());
        var both = await Task.WhenAll(OutcomeAsync(() => agent.EnrollAsync()), OutcomeAsync(() => thief.EnrollAsync()));
        Assert.Equal([StatusCode.OK, StatusCode.PermissionDenied], both.Order());
        Assert.True(mux.Ship(agent).Quarantined);
    }

    [Fact]
    public async Task A_token_of_another_ship_a_wrong_one_and_none_are_the_same_refusal()
    {
        await using var mux = await WholeMux.StartAsync(ships: 2);
        var agents = await mux.AgentsAsync(2);
        Assert.Equal(StatusCode.Unauthenticated, await RefusedAsync(() => agents[0].EnrollAsync(asShip: agents[1].Ship)));
        foreach (var ship in new[] { "", "s-zzzzzzzzzz", "../../etc", new string('x', 100_000) })
        {
            Assert.Equal(StatusCode.Unauthenticated, await RefusedAsync(() => agents[0].EnrollAsync(asShip: ship)));
        }

        await agents[0].EnrollAsync(); // none of it used the token up
    }

    [Fact]
    public async Task A_token_that_is_too_old_is_refused()
    {
        await using var mux = await WholeMux.StartAsync(ships: 1);
        var agent = Assert.Single(await mux.AgentsAsync(1));
        await mux.ChangeAsync(draft => draft.Put(draft.Snapshot.Ships[new ShipId(agent.Ship)] with { Enrollment = mux.Ship(agent).Enrollment! with { NotAfter = DateTimeOffset.UnixEpoch } }));
        Assert.Equal(StatusCode.Unauthenticated, await RefusedAsync(() => agent.EnrollAsync()));
    }

    [Fact]
    public async Task A_request_that_cannot_be_signed_does_not_use_the_token_up()
    {
        await using var mux = await WholeMux.StartAsync(ships: 1);
        var agent = Assert.Single(await mux.AgentsAsync(1));
        foreach (var junk in new byte[][] { [], [0x30, 0x82], [.. Enumerable.Repeat((byte)0x30, 5000)] })
        {
            Assert.Equal(StatusCode.InvalidArgument, await RefusedAsync(() => agent.EnrollAsync(request: junk)));
        }

        await agent.EnrollAsync();
    }

    [Fact]
    public async Task A_renewal_is_for_the_caller_whatever_it_asks_for()
    {
        await using var mux = await WholeMux.StartAsync(ships: 1);
        var agent = Assert.Single(await mux.AgentsAsync(1));
        Assert.Equal(StatusCode.Unauthenticated, await RefusedAsync(agent.RenewAsync));
        await agent.EnrollAsync();
        var renewed = await agent.RenewAsync();
        using var certificate = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(renewed.Certificate.Span);
        Assert.Equal($"CN={agent.Ship}", certificate.Subject);
        await mux.ChangeAsync(draft => draft.Apply(new ShipId(agent.Ship), new ShipEvent.Ended(TerminationCause.Organizer, "")));
        Assert.Equal(StatusCode.PermissionDenied, await RefusedAsync(agent.RenewAsync));
    }

    // Found: a camp that was put away for four days came back with ships that no mux would speak to.
    [Fact]
    public async Task After_the_end_of_its_certificate_an_agent_gets_another_by_it_and_nothing_else()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow() - AuthorityRing.AgentLifetime - TimeSpan.FromDays(1));
        await using var mux = await WholeMux.StartAsync(ships: 1, services: services => services.AddSingleton(provider => new CertificateAuthority(provider.GetRequiredService<MuxSettings>(), clock)));
        var agent = Assert.Single(await mux.AgentsAsync(1));
        await agent.EnrollAsync();
        clock.SetUtcNow(TimeProvider.System.GetUtcNow());
        Assert.Equal(StatusCode.Unauthenticated, await RefusedAsync(async () => await (await agent.ConnectAsync()).SpecAsync()));
        using (var http = agent.Http())
        {
            Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await http.GetAsync($"/homes/{mux.Ship(agent).Home.VolumeOf("spring", "intro")}", TestContext.Current.CancellationToken)).StatusCode);
        }

        agent.Take(await agent.RenewAsync());
        Assert.Single((await (await agent.ConnectAsync()).SpecAsync()).Tutorials);
    }

    private static async Task<StatusCode> RefusedAsync<T>(Func<Task<T>> call) => (await Assert.ThrowsAsync<RpcException>(call)).StatusCode;

    private static async Task<StatusCode> OutcomeAsync<T>(Func<Task<T>> call)
    {
        try
        {
            await call();
            return StatusCode.OK;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }
}
