using Mux.Cli;
using Mux.Fleet;
using Mux.Tests.Api;

namespace Mux.Tests.Cli;

public sealed class DeployTests
{
    private const string Hook = "10-data-is-there: looking for /data/penguins\nls: cannot access '/data/penguins': No such file or directory\n";

    [Xunit.Fact]
    public async Task A_halted_deploy_ends_with_1_and_the_hooks_output()
    {
        await using var host = await HostAsync();
        var cli = new CommandLine(host);
        var (good, bad) = (ShipId.New(), ShipId.New());
        var ended = EndAsync(host, RolloutState.Halted, new RolloutShip(good, RolloutStep.Done, "", "", 0, default), new RolloutShip(bad, RolloutStep.Failed, "init hook failed", Hook, 3, default));

        Xunit.Assert.Equal(ExitCode.Failed, await cli.RunAsync("deploy", "intro", "127.0.0.1:5000/intro:v2"));

        await ended;
        Xunit.Assert.Contains($"{bad} failed (exit code 3): init hook failed", cli.Output, StringComparison.Ordinal);
        Xunit.Assert.Contains("    ls: cannot access '/data/penguins'", cli.Output, StringComparison.Ordinal);
        Xunit.Assert.Contains("was halted", cli.Error, StringComparison.Ordinal);
    }

    [Xunit.Fact]
    public async Task A_deploy_that_all_ships_took_ends_with_0_and_json_is_the_rollout()
    {
        await using var host = await HostAsync();
        var cli = new CommandLine(host);
        var ended = EndAsync(host, RolloutState.Succeeded, new RolloutShip(ShipId.New(), RolloutStep.Done, "", "", 0, default));

        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("deploy", "intro", "127.0.0.1:5000/intro:v2", "--json"));

        await ended;
        Xunit.Assert.Equal(("succeeded", 1), (cli.Json.GetProperty("state").GetString(), cli.Json.GetProperty("counts").GetProperty("done").GetInt32()));
    }

    [Xunit.Fact]
    public async Task A_halted_deploy_ends_with_1_with_json_too()
    {
        await using var host = await HostAsync();
        var cli = new CommandLine(host);
        var ended = EndAsync(host, RolloutState.Halted, new RolloutShip(ShipId.New(), RolloutStep.Failed, "no", Hook, 3, default));
        Xunit.Assert.Equal(ExitCode.Failed, await cli.RunAsync("deploy", "intro", "127.0.0.1:5000/intro:v2", "--json"));
        await ended;
        Xunit.Assert.Equal(Hook, cli.Json.GetProperty("ships")[0].GetProperty("log").GetString());
    }

    [Xunit.Fact]
    public async Task No_wait_starts_and_returns_and_the_same_digest_starts_nothing()
    {
        await using var host = await HostAsync();
        var cli = new CommandLine(host);
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("deploy", "intro", "127.0.0.1:5000/intro:v1"));
        Xunit.Assert.Contains("already", cli.Output, StringComparison.Ordinal);
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("deploy", "intro", "127.0.0.1:5000/intro:v2", "--no-wait", "--json"));
        Xunit.Assert.Equal("running", cli.Json.GetProperty("state").GetString());
        Xunit.Assert.Equal(ExitCode.Refused, await cli.RunAsync("deploy", "intro", "127.0.0.1:5000/intro:v2"));
        Xunit.Assert.Contains("still running", cli.Error, StringComparison.Ordinal);
    }

    [Xunit.Theory]
    [Xunit.InlineData("nosuch", "127.0.0.1:5000/intro:v2", "intro, plots")]
    [Xunit.InlineData("intro", "127.0.0.1:5000/intro:v9", "does not exist")]
    [Xunit.InlineData("intro", "$(reboot)", "not an image reference")]
    public async Task A_wrong_deploy_is_refused_with_the_reason(string tutorial, string image, string said)
    {
        await using var host = await HostAsync();
        var cli = new CommandLine(host);
        Xunit.Assert.Equal(ExitCode.Refused, await cli.RunAsync("deploy", tutorial, image));
        Xunit.Assert.Contains(said, cli.Error, StringComparison.Ordinal);
    }

    [Xunit.Fact]
    public async Task A_note_and_times_go_along_and_times_that_are_none_are_told()
    {
        await using var host = await HostAsync();
        var cli = new CommandLine(host);
        Xunit.Assert.Equal(ExitCode.Usage, await cli.RunAsync("deploy", "intro", "127.0.0.1:5000/intro:v2", "--deadline", "soon"));
        Xunit.Assert.Equal(ExitCode.Usage, await cli.RunAsync("deploy", "intro", "127.0.0.1:5000/intro:v2", "--break", "25:00"));
        Xunit.Assert.Empty(host.Snapshot.Rollouts);
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("deploy", "intro", "127.0.0.1:5000/intro:v2", "--no-wait", "--note", "it works", "--deadline", "15m", "--break", "10:30"));
        var rollout = Xunit.Assert.Single(host.Snapshot.Rollouts.Values);
        Xunit.Assert.Equal(("it works", TimeSpan.FromMinutes(15), 30), (rollout.Note, rollout.Terms!.Deadline - rollout.StartedAt, rollout.Terms.BreakAt!.Value.Minute));
    }

    [Xunit.Fact]
    public async Task A_rollout_is_shown_held_resumed_and_taken_back_by_its_tutorials_name()
    {
        await using var host = await HostAsync();
        var cli = new CommandLine(host);
        await cli.RunAsync("deploy", "intro", "127.0.0.1:5000/intro:v2", "--no-wait", "--note", "it works");
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("rollout", "pause", "intro"));
        Xunit.Assert.Equal(RolloutState.Paused, host.Snapshot.Rollouts.Values.Single().State);
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("rollout", "show", "intro"));
        Xunit.Assert.Contains("note: it works", cli.Output, StringComparison.Ordinal);
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("rollout", "resume", "intro", "--json"));
        Xunit.Assert.Equal("running", cli.Json.GetProperty("state").GetString());
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("rollout", "rollback", "intro", "--no-wait", "--json"));
        Xunit.Assert.Equal(SampleFleet.Image("intro", 1), cli.Json.GetProperty("image").GetString());
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("rollout", "list", "--json"));
        Xunit.Assert.Equal(2, cli.Json.GetArrayLength());
        Xunit.Assert.Equal(ExitCode.Refused, await cli.RunAsync("rollout", "show", "plots"));
    }

    private static async Task<OrganizerHost> HostAsync()
    {
        var host = await OrganizerHost.StartAsync();
        await host.ChangeAsync(draft => draft.PutTarget(new TutorialTarget("intro", SampleFleet.Image("intro", 1), null)));
        return host;
    }

    // What the controller does: once the rollout is there, it goes on, and ends.
    private static async Task EndAsync(OrganizerHost host, RolloutState state, params RolloutShip[] ships)
    {
        var snapshot = host.Snapshot;
        while (snapshot.Rollouts.IsEmpty)
        {
            snapshot = await host.Store.WaitForChangeAsync(snapshot.Version, CancellationToken.None);
        }

        var rollout = snapshot.Rollouts.Values.Single();
        await host.ChangeAsync(draft => draft.Put(rollout with { State = state, EndedAt = draft.Now, Ships = ships.ToSortedShips() }));
    }
}
