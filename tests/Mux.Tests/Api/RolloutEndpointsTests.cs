using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Mux.Fleet;

namespace Mux.Tests.Api;

public sealed class RolloutEndpointsTests
{
    [Xunit.Fact]
    public async Task A_deploy_becomes_a_running_rollout_of_the_digest_that_the_tag_means()
    {
        await using var host = await HostAsync();

        var response = await PostAsync(host, "intro", "127.0.0.1:5000/intro:v2");

        Xunit.Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var rollout = Xunit.Assert.Single(host.Snapshot.Rollouts.Values);
        Xunit.Assert.Equal((SampleFleet.Image("intro", 2), SampleFleet.Image("intro", 1), RolloutState.Running), (rollout.Image, rollout.Previous, rollout.State));
        var document = await host.Client.GetFromJsonAsync<JsonElement>(response.Headers.Location);
        Xunit.Assert.Equal((rollout.Id.Value, "running", 0), (document.GetProperty("id").GetString(), document.GetProperty("state").GetString(), document.GetProperty("counts").GetProperty("total").GetInt32()));
    }

    [Xunit.Fact]
    public async Task The_digest_that_runs_already_starts_nothing_and_says_so()
    {
        await using var host = await HostAsync();
        var response = await PostAsync(host, "intro", "127.0.0.1:5000/intro:v1");
        Xunit.Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Xunit.Assert.True((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("unchanged").GetBoolean());
        Xunit.Assert.Empty(host.Snapshot.Rollouts);
    }

    [Xunit.Fact]
    public async Task A_second_rollout_of_the_same_tutorial_has_to_wait()
    {
        await using var host = await HostAsync();
        await PostAsync(host, "intro", "127.0.0.1:5000/intro:v2");
        await ProblemAssert.IsAsync(await PostAsync(host, "intro", "127.0.0.1:5000/intro:v2"), HttpStatusCode.Conflict, "tutorial", "Wait");
        Xunit.Assert.Single(host.Snapshot.Rollouts);
    }

    [Xunit.Theory]
    [Xunit.InlineData("nosuch", "127.0.0.1:5000/intro:v2", "tutorial", "intro, plots")]
    [Xunit.InlineData("", "127.0.0.1:5000/intro:v2", "tutorial", "intro, plots")]
    [Xunit.InlineData(null, "127.0.0.1:5000/intro:v2", "tutorial", "intro, plots")]
    [Xunit.InlineData("intro", "127.0.0.1:5000/intro:v9", "image", "Push")]
    [Xunit.InlineData("intro", "", "image", "reference")]
    [Xunit.InlineData("intro", null, "image", "reference")]
    [Xunit.InlineData("intro", "--privileged", "image", "check the name")]
    [Xunit.InlineData("intro", "$(reboot)", "image", "check the name")]
    [Xunit.InlineData("intro", "intro:v1\nx", "image", "check the name")]
    [Xunit.InlineData("intro", "intro@sha256:junk", "image", "check the name")]
    public async Task A_wrong_deploy_names_the_field_and_starts_nothing(string? tutorial, string? image, string field, string fix)
    {
        await using var host = await HostAsync();
        await ProblemAssert.IsAsync(await PostAsync(host, tutorial, image), HttpStatusCode.UnprocessableEntity, field, fix);
        Xunit.Assert.Empty(host.Snapshot.Rollouts);
    }

    [Xunit.Fact]
    public async Task Progress_and_failures_of_each_ship_are_shown_newest_rollout_first()
    {
        await using var host = await HostAsync();
        var ship = await host.PutShipAsync(ShipState.Running, ship => ship with { Vitals = ship.Vitals with { Images = [new ImageVitals(SampleFleet.Image("intro", 2), ImagePhase.Pulling, 40, 100, "")] } });
        var failed = ShipId.New();
        var old = Started(-10) with { State = RolloutState.Succeeded };
        var now = Started(-1) with
        {
            Ships = new[] { new RolloutShip(ship.Id, RolloutStep.Pulling, "", "", 0, default), new RolloutShip(failed, RolloutStep.Failed, "init hook failed", "boom\n", 3, default) }
                .ToSortedShips(),
        };
        await host.ChangeAsync(draft =>
        {
            draft.Put(old);
            draft.Put(now);
        });

        var list = await host.Client.GetFromJsonAsync<JsonElement>("/api/v1/rollouts");

        Xunit.Assert.Equal([now.Id.Value, old.Id.Value], list.EnumerateArray().Select(one => one.GetProperty("id").GetString()!));
        var ships = list[0].GetProperty("ships").EnumerateArray().ToDictionary(one => one.GetProperty("ship").GetString()!);
        Xunit.Assert.Equal(40, ships[ship.Id.Value].GetProperty("pullPercent").GetInt32());
        Xunit.Assert.Equal(("failed", 3, "boom\n"), (ships[failed.Value].GetProperty("step").GetString(), ships[failed.Value].GetProperty("exitCode").GetInt32(), ships[failed.Value].GetProperty("log").GetString()));
        await ProblemAssert.IsAsync(await host.Client.GetAsync("/api/v1/rollouts/r-nothing"), HttpStatusCode.NotFound, "id", "rollouts");
    }

    private static Rollout Started(int minutes) =>
        new(RolloutId.New(), "intro", SampleFleet.Image("intro", 2), "intro:v2", SampleFleet.Image("intro", 1), "organizer", TimeProvider.System.GetUtcNow().AddMinutes(minutes));

    private static Task<HttpResponseMessage> PostAsync(OrganizerHost host, string? tutorial, string? image) => host.Client.PostAsJsonAsync("/api/v1/rollouts", new { tutorial, image });

    private static async Task<OrganizerHost> HostAsync()
    {
        var host = await OrganizerHost.StartAsync();
        await host.ChangeAsync(draft => draft.PutTarget(new TutorialTarget("intro", SampleFleet.Image("intro", 1), null)));
        return host;
    }
}
