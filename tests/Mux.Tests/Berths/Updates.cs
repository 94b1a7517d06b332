using System.Net;
using System.Text.Json;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Berths;

public sealed class Updates
{
    private const string Note = "Exercise 3 works now <b>really</b>";

    [Fact]
    public async Task Without_a_script_the_page_asks_and_the_answer_is_kept_with_a_line_in_the_audit_log()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        var rollout = await AskedAsync(host, browser);

        var page = await browser.ReadAsync("/");
        Assert.Contains("Exercise 3 works now &lt;b&gt;really&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.Contains("in about 15 minutes", page, StringComparison.Ordinal);
        var answered = await browser.PostAsync("/", "/update", ("rollout", rollout.Value), ("answer", "break"));

        Assert.Equal((HttpStatusCode.SeeOther, "/"), (answered.StatusCode, answered.Headers.Location!.OriginalString));
        Assert.Equal(ConsentAnswer.Break, Assert.Single(host.Store.Snapshot.Rollouts[rollout].Answers).Value.Answer);
        page = await browser.ReadAsync("/");
        Assert.Contains("at the break, in about 60 minutes", page, StringComparison.Ordinal);
        await browser.PostAsync("/", "/update", ("rollout", rollout.Value), ("answer", "now"));
        Assert.Equal(ConsentAnswer.Now, Assert.Single(host.Store.Snapshot.Rollouts[rollout].Answers).Value.Answer);
        Assert.Contains("in a few seconds", await browser.ReadAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bar_over_a_notebook_gets_all_that_it_needs_to_ask()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        var rollout = await AskedAsync(host, browser);
        var view = await browser.BerthAsync();
        var offer = view.GetProperty("tutorials")[0].GetProperty("update");
        Assert.Equal((rollout.Value, Note, ""), (offer.GetProperty("rollout").GetString(), offer.GetProperty("note").GetString(), offer.GetProperty("choice").GetString()));
        Assert.True(offer.GetProperty("dueAt").GetDateTimeOffset() > view.GetProperty("time").GetDateTimeOffset());
        Assert.Equal(JsonValueKind.Null, view.GetProperty("tutorials")[1].GetProperty("update").ValueKind);

        var sent = await browser.SendAsync("/update", view.GetProperty("formToken").GetString(), request => request.Headers.Add("Origin", browser.Origin), ("rollout", rollout.Value), ("answer", "now"));
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
    }

    [Fact]
    public async Task What_is_no_longer_to_be_decided_or_not_ones_own_is_refused()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        var rollout = await AskedAsync(host, browser);
        Assert.Equal(HttpStatusCode.Conflict, (await browser.PostAsync("/", "/update", ("rollout", "r-nothing"), ("answer", "now"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await browser.PostAsync("/", "/update", ("rollout", rollout.Value), ("answer", "never"))).StatusCode);
        var elsewhere = await browser.SendAsync("/update", await browser.TokenAsync("/"), request => request.Headers.Add("Origin", "https://evil.example"), ("rollout", rollout.Value), ("answer", "now"));
        Assert.Equal(HttpStatusCode.Forbidden, elsewhere.StatusCode);
        await host.Fleet.ChangeAsync(draft => draft.Put(draft.Snapshot.Rollouts[rollout] with { State = RolloutState.Succeeded }));
        Assert.Equal(HttpStatusCode.Conflict, (await browser.PostAsync("/", "/update", ("rollout", rollout.Value), ("answer", "now"))).StatusCode);
        Assert.Empty(host.Store.Snapshot.Rollouts[rollout].Answers);
        Assert.Equal(JsonValueKind.Null, (await browser.BerthAsync()).GetProperty("tutorials")[0].GetProperty("update").ValueKind);
    }

    [Fact]
    public async Task The_page_names_the_break_of_the_session_and_when_it_is()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        var rollout = await AskedAsync(host, browser);
        await host.Fleet.ChangeAsync(draft =>
        {
            var at = draft.Now.AddMinutes(60);
            draft.Put(new CampSession("morning", draft.Now.AddHours(-1), draft.Now.AddHours(3)) { Title = "The morning", Seats = 5, Breaks = new EquatableList<SessionBreak>([new(at, at.AddMinutes(15))]) });
            draft.Put(draft.Snapshot.Rollouts[rollout] with { Terms = new ConsentTerms(at, draft.Now.AddMinutes(15)) { BreakOf = "morning" } });
        });

        var due = host.Store.Snapshot.Rollouts[rollout].Terms!.BreakAt!.Value.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        var page = await browser.ReadAsync("/");
        Assert.Contains($"The break of The morning is at {due} (Etc/UTC).", page, StringComparison.Ordinal);
        Assert.Contains($"The next break is from {due} to ", page, StringComparison.Ordinal);
        Assert.Contains("The break of The morning", (await browser.BerthAsync()).GetProperty("tutorials")[0].GetProperty("update").GetProperty("breakText").GetString(), StringComparison.Ordinal);
    }

    private static async Task<RolloutId> AskedAsync(TestHost host, TestBrowser browser)
    {
        var ship = await host.Fleet.AddAvailableAsync();
        await browser.LogInAsync("Ada");
        var id = RolloutId.New();
        await host.Fleet.ChangeAsync(draft => draft.Put(new Rollout(id, "plots", $"plots@{TestFleet.SecondDigest}", "plots:2", $"plots@{TestFleet.FirstDigest}", "author", draft.Now)
        {
            Note = Note,
            Terms = new ConsentTerms(draft.Now.AddMinutes(60), draft.Now.AddMinutes(15)),
            Ships = new Rollout(id, "", "", "", "", "", default).Ships.Add(ship.Value, new RolloutShip(ship, RolloutStep.Pulled, "", "", 0, draft.Now)),
        }));
        return id;
    }
}
