using Microsoft.Extensions.DependencyInjection;
using Mux.Preflight;
using Mux.Tests.Controller;
using Xunit;

namespace Mux.Tests.Preflight;

/// <summary>What a report means for launching, in the whole mux.</summary>
public sealed class PreflightAtStartTests
{
    [Fact]
    public async Task Nothing_is_launched_before_the_account_has_been_looked_at_and_all_is_once_it_has()
    {
        var gate = new TaskCompletionSource();
        await using var mux = await MuxAsync(new StandingPreflight(StandingPreflight.Fine) { Gate = gate.Task });
        await mux.UntilAsync(snapshot => snapshot.Ships.Count == 2);
        Assert.Equal("Preflight", mux.Snapshot.Board.Stop?.Code);
        Assert.Empty(mux.Provider.Launches);
        gate.SetResult();
        await mux.Provider.FirstLaunch.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task What_forbids_launches_stays_and_is_said()
    {
        await using var mux = await MuxAsync(new StandingPreflight(StandingPreflight.Forbidding));
        await mux.UntilAsync(snapshot => snapshot.Board.Stop is { Code: "InvalidAMIID.NotFound" } stop && stop.Fix.Contains("ec2.image", StringComparison.Ordinal));
        await mux.UntilAsync(snapshot => snapshot.Ships.Count == 2);
        Assert.Empty(mux.Provider.Launches);
        Assert.Contains(mux.Logs.Lines, line => line.StartsWith("Error: preflight: image (InvalidAMIID.NotFound) is short", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_short_for_the_whole_fleet_keeps_none_of_it_from_being_launched()
    {
        await using var mux = await MuxAsync(new StandingPreflight(StandingPreflight.Short));
        await mux.Provider.FirstLaunch.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_look_that_fails_holds_nothing_up()
    {
        await using var mux = await MuxAsync(new StandingPreflight { Fails = new InvalidOperationException("canary") });
        await mux.Provider.FirstLaunch.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Contains(mux.Logs.Lines, line => line.Contains("canary", StringComparison.Ordinal));
    }

    private static Task<WholeMux> MuxAsync(StandingPreflight preflight) => WholeMux.StartAsync(ships: 2, services: services => services.AddSingleton<IPreflight>(preflight));
}
