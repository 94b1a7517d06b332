using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Mux.Fleet;

namespace Mux.Tests.Api;

public sealed class RolloutOrdersTests
{
    [Xunit.Fact]
    public async Task A_note_a_deadline_and_a_break_become_the_terms_that_attendees_are_asked_under()
    {
        await using var host = await HostAsync();
        var at = TimeProvider.System.GetUtcNow().AddHours(1);
        var response = await host.Client.PostAsJsonAsync("/api/v1/rollouts", new { tutorial = "intro", image = "127.0.0.1:5000/intro:v2", note = " works\u001b[31m now\n", deadlineSeconds = 900, breakAt = at });
        Xunit.Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var rollout = Xunit.Assert.Single(host.Snapshot.Rollouts.Values);
        Xunit.Assert.Equal("works [31m now", rollout.Note);
        Xunit.Assert.Equal((at, TimeSpan.FromMinutes(15)), (rollout.Terms!.BreakAt, rollout.Terms.Deadline - rollout.StartedAt));
    }

    [Xunit.Theory]
    [Xunit.InlineData(5, 30, 3, "deadline")]
    [Xunit.InlineData(100_000, 30, 3, "deadline")]
    [Xunit.InlineData(60, -1, 3, "break")]
    [Xunit.InlineData(60, 2000, 3, "break")]
    [Xunit.InlineData(60, 30, 501, "note")]
    public async Task Times_and_notes_out_of_bounds_name_the_field_and_start_nothing(int seconds, int minutes, int letters, string field)
    {
        await using var host = await HostAsync();
        var order = new { tutorial = "intro", image = "127.0.0.1:5000/intro:v2", note = new string('x', letters), deadlineSeconds = seconds, breakAt = TimeProvider.System.GetUtcNow().AddMinutes(minutes) };
        await ProblemAssert.IsAsync(await host.Client.PostAsJsonAsync("/api/v1/rollouts", order), HttpStatusCode.UnprocessableEntity, field, "");
        Xunit.Assert.Empty(host.Snapshot.Rollouts);
    }

    [Xunit.Fact]
    public async Task Paused_and_resumed_it_gives_attendees_back_the_time_that_was_lost()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var host = await HostAsync(clock);
        var rollout = await PutAsync(host, RolloutState.Running, 2);
        Xunit.Assert.Equal("paused", (await PostAsync(host, rollout, "pause")).GetProperty("state").GetString());
        clock.Advance(TimeSpan.FromMinutes(4));
        Xunit.Assert.Equal("running", (await PostAsync(host, rollout, "resume")).GetProperty("state").GetString());
        var after = host.Snapshot.Rollouts[rollout.Id];
        Xunit.Assert.Equal(TimeSpan.FromMinutes(4), after.Terms!.Deadline - rollout.Terms!.Deadline);
        await host.ChangeAsync(draft => draft.Put(after with { State = RolloutState.Succeeded }));
        await ProblemAssert.IsAsync(await host.Client.PostAsync($"/api/v1/rollouts/{rollout.Id}/pause", null), HttpStatusCode.Conflict, "id", "roll it back");
        await ProblemAssert.IsAsync(await host.Client.PostAsync("/api/v1/rollouts/r-nothing/pause", null), HttpStatusCode.NotFound, "id", "rollout list");
    }

    [Xunit.Fact]
    public async Task Rolling_back_ends_what_is_under_way_and_starts_the_image_before()
    {
        await using var host = await HostAsync();
        var rollout = await PutAsync(host, RolloutState.Running, 2);
        var document = await (await host.Client.PostAsJsonAsync($"/api/v1/rollouts/{rollout.Id}/rollback", new { })).Content.ReadFromJsonAsync<JsonElement>();
        var back = host.Snapshot.Rollouts[new RolloutId(document.GetProperty("id").GetString()!)];
        Xunit.Assert.Equal((SampleFleet.Image("intro", 1), rollout.Id, RolloutState.Running), (back.Image, back.Undoes, back.State));
        Xunit.Assert.Equal(RolloutState.RolledBack, host.Snapshot.Rollouts[rollout.Id].State);
        Xunit.Assert.Equal((rollout.Id.Value, "rolledBack"), (document.GetProperty("undoes").GetString(), (await host.Client.GetFromJsonAsync<JsonElement>($"/api/v1/rollouts/{rollout.Id}")).GetProperty("state").GetString()));
    }

    [Xunit.Fact]
    public async Task Any_earlier_digest_can_be_gone_back_to_and_no_other()
    {
        await using var host = await HostAsync();
        await PutAsync(host, RolloutState.Succeeded, 3, minutes: -9);
        var last = await PutAsync(host, RolloutState.Succeeded, 2, minutes: -1);
        await ProblemAssert.IsAsync(await host.Client.PostAsJsonAsync($"/api/v1/rollouts/{last.Id}/rollback", new { to = "sha256:feedfeed" }), HttpStatusCode.UnprocessableEntity, "to", "Name one of");
        var digest = SampleFleet.Image("intro", 3).Split("@sha256:")[1];
        var answer = await host.Client.PostAsJsonAsync($"/api/v1/rollouts/{last.Id}/rollback", new { to = digest[..12] });
        Xunit.Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Xunit.Assert.Equal(SampleFleet.Image("intro", 3), Xunit.Assert.Single(host.Snapshot.Rollouts.Values, one => one.Undoes is not null).Image);
    }

    [Xunit.Fact]
    public void Only_images_beyond_the_last_ones_are_retired_and_none_that_is_wanted()
    {
        var rollouts = Enumerable.Range(1, 6).Select(i => new Rollout(new RolloutId($"r-{i}"), "intro", Numbered(i + 1), "", Numbered(i), "me", DateTimeOffset.UnixEpoch.AddHours(i)) { State = RolloutState.Succeeded });
        var snapshot = FleetSnapshot.Empty with
        {
            Rollouts = rollouts.ToImmutableDictionary(one => one.Id),
            Targets = ImmutableSortedDictionary<string, TutorialTarget>.Empty.Add("intro", new TutorialTarget("intro", Numbered(2), null)),
        };
        Xunit.Assert.Equal(new[] { 1, 3, 4 }.Select(Numbered).Order(StringComparer.Ordinal), ImageHistory.Retired(snapshot, 3));
        Xunit.Assert.Empty(ImageHistory.Retired(snapshot, 20));
    }

    private static string Numbered(int number) => "reg.example/intro@sha256:" + new string((char)('0' + number), 64);

    private static async Task<JsonElement> PostAsync(OrganizerHost host, Rollout rollout, string order) =>
        await (await host.Client.PostAsync($"/api/v1/rollouts/{rollout.Id}/{order}", null)).Content.ReadFromJsonAsync<JsonElement>();

    private static async Task<Rollout> PutAsync(OrganizerHost host, RolloutState state, int version, int minutes = -1)
    {
        var now = TimeProvider.System.GetUtcNow();
        var rollout = new Rollout(RolloutId.New(), "intro", SampleFleet.Image("intro", version), "intro:v2", SampleFleet.Image("intro", 1), "organizer", now.AddMinutes(minutes)) { State = state, Terms = new ConsentTerms(null, now.AddMinutes(10)) };
        await host.ChangeAsync(draft => draft.Put(rollout));
        return rollout;
    }

    private static async Task<OrganizerHost> HostAsync(TimeProvider? clock = null)
    {
        var host = await OrganizerHost.StartAsync(replace: services => services.AddSingleton(clock ?? TimeProvider.System));
        await host.ChangeAsync(draft => draft.PutTarget(new TutorialTarget("intro", SampleFleet.Image("intro", 1), null)));
        return host;
    }
}
