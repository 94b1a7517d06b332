using System.Net;
using Mux.Fleet;
using Mux.Orders;
using Mux.Rehearsals;
using Mux.Tests.Controller;
using Xunit;

namespace Mux.Tests.Rehearsals;

/// <summary>The whole mux with machines that come up at once, and a Jupyter that all of them show.</summary>
internal static class RehearsedMux
{
    public static readonly Orderer By = new("ada", "here");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static FakeProvider ProviderOf(StandInJupyter jupyter) => new() { BlockOf = _ => new IPNetwork(jupyter.Endpoint.Address, 32) };

    public static async Task<WholeMux> StartAsync(StandInJupyter jupyter, FakeProvider? provider = null, TemporaryFolder? folder = null)
    {
        var mux = await WholeMux.StartAsync(provider: provider ?? ProviderOf(jupyter), folder: folder);
        mux.ServeAll(report => report.Port = (uint)jupyter.Endpoint.Port);
        await mux.UntilAsync(snapshot => snapshot.Targets.ContainsKey("intro"));
        return mux;
    }

    public static async Task<Rehearsal> RehearseAsync(this WholeMux mux, RehearsalOrder order)
    {
        var started = await mux.Get<RehearsalDesk>().StartAsync(order, By, TestContext.Current.CancellationToken);
        Assert.Null(started.Refusal);
        return started.Result!;
    }

    public static async Task<Rehearsal> UntilOverAsync(this WholeMux mux) => (await mux.UntilAsync(snapshot => snapshot.Rehearsals is [{ IsOver: true }, ..], Patience)).Rehearsals[0];

    /// <summary>Nobody was ever there.</summary>
    public static void AssertNothingIsLeft(this WholeMux mux, GoalRule rule, int goal)
    {
        var snapshot = mux.Snapshot;
        Assert.Empty(snapshot.Attendees);
        Assert.Empty(snapshot.Names);
        Assert.Empty(snapshot.Logins);
        Assert.Empty(snapshot.Berths);
        Assert.Equal((rule, goal), (snapshot.GoalRule, snapshot.Goal));
        Assert.All(mux.Provider.Terminations, end => Assert.False(end.KeepHomes));
        Assert.Empty(snapshot.Rehearsals[0].Report!.Leftovers);
    }
}
