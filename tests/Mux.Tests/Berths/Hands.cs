using System.Net;
using System.Text.Json;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Berths;

public sealed class Hands
{
    private static readonly Helper Ana = new("t-1", "Ana <b>");

    [Fact]
    public async Task A_hand_is_raised_and_lowered_without_a_script_and_says_how_many_are_before()
    {
        await using var host = await TestHost.StartAsync();
        using var ada = host.Browser();
        using var ben = host.Browser();
        await ada.LogInAsync("Ada");
        await ben.LogInAsync("Ben");
        var raised = await ada.PostAsync("/", "/hand", ("tutorial", "maps"), ("note", "it <hangs>\n" + new string('x', 500)));
        Assert.Equal((HttpStatusCode.SeeOther, "/#hand"), (raised.StatusCode, raised.Headers.Location!.OriginalString));
        await ben.PostAsync("/", "/hand", ("tutorial", ""), ("note", ""));
        await ben.PostAsync("/", "/hand", ("tutorial", "plots"), ("note", "again"));

        var page = await ada.ReadAsync("/");
        Assert.Contains("Your hand is up, you are next", page, StringComparison.Ordinal);
        Assert.Contains("it &lt;hangs&gt; xxx", page, StringComparison.Ordinal);
        Assert.Contains("Your hand is up, 1 before you", await ben.ReadAsync("/"), StringComparison.Ordinal);
        Assert.Equal(("", ""), (HandOf(host, "Ben").Tutorial, HandOf(host, "Ben").Note));
        Assert.Equal(Hand.LongestNote, HandOf(host, "Ada").Note.Length);

        await ada.PostAsync("/", "/hand/lower");
        Assert.Contains("Raise hand", await ada.ReadAsync("/"), StringComparison.Ordinal);
        Assert.Contains("you are next", await ben.ReadAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tutorial_that_is_none_of_the_camps_is_none_in_particular()
    {
        await using var host = await TestHost.StartAsync();
        using var ada = host.Browser();
        await ada.LogInAsync("Ada");
        await ada.PostAsync("/", "/hand", ("tutorial", "../etc"), ("note", "x"));
        Assert.Empty(HandOf(host, "Ada").Tutorial);
    }

    [Fact]
    public async Task The_page_says_who_comes_asks_for_leave_and_shows_what_is_open_until_it_is_ended()
    {
        await using var host = await TestHost.StartAsync();
        await host.Fleet.AddAvailableAsync();
        using var ada = host.Browser();
        await ada.LogInAsync("Ada");
        await ada.PostAsync("/", "/hand", ("tutorial", "plots"), ("note", ""));
        await ChangeAsync(host, hand => HandRules.TakenBy(hand, Ana));
        Assert.Contains("Ana &lt;b&gt; is coming", await ada.ReadAsync("/"), StringComparison.Ordinal);

        var question = await AskAsync(host);
        var page = WebUtility.HtmlDecode(await ada.ReadAsync("/"));
        Assert.Contains("Ana <b> asks to see your notebooks of “Plots & graphs”.", page, StringComparison.Ordinal);
        Assert.Contains("Let them look and type", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await ada.PostAsync("/", "/hand/answer", ("question", "l-22222222"), ("answer", "look"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await ada.PostAsync("/", "/hand/answer", ("question", question), ("answer", "everything"))).StatusCode);
        Assert.Null(HandOf(host, "Ada").Leave);
        await ada.PostAsync("/", "/hand/answer", ("question", question), ("answer", "look"));

        var view = (await ada.BerthAsync()).GetProperty("hand");
        Assert.Equal(("Plots & graphs", false), (view.GetProperty("leave").GetProperty("about").GetString(), view.GetProperty("leave").GetProperty("typing").GetBoolean()));
        Assert.InRange(view.GetProperty("leave").GetProperty("until").GetDateTimeOffset() - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));
        Assert.Contains("may look at your saved notebooks", await ada.ReadAsync("/"), StringComparison.Ordinal);

        var more = await AskAsync(host);
        page = await ada.ReadAsync("/");
        Assert.Contains("asks to type in your notebooks", page, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"look\"", page, StringComparison.Ordinal);
        await ada.PostAsync("/", "/hand/answer", ("question", more), ("answer", "type"));
        Assert.True(HandOf(host, "Ada").Leave!.Typing);
        await ada.PostAsync("/", "/hand/close");
        Assert.Null(HandOf(host, "Ada").Leave);
        Assert.Equal(JsonValueKind.Null, (await ada.BerthAsync()).GetProperty("hand").GetProperty("leave").ValueKind);
    }

    [Fact]
    public async Task A_camp_without_typing_offers_none_and_takes_none()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions { Camp = TestHost.Camp with { Helping = new() { Typing = false } } });
        await host.Fleet.AddAvailableAsync();
        using var ada = host.Browser();
        await ada.LogInAsync("Ada");
        await ada.PostAsync("/", "/hand", ("tutorial", "plots"), ("note", ""));
        await ChangeAsync(host, hand => HandRules.TakenBy(hand, Ana));
        var question = await AskAsync(host);
        Assert.DoesNotContain("value=\"type\"", await ada.ReadAsync("/"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await ada.PostAsync("/", "/hand/answer", ("question", question), ("answer", "type"))).StatusCode);
        Assert.Null(HandOf(host, "Ada").Leave);
    }

    [Fact]
    public async Task Nobody_answers_for_another()
    {
        await using var host = await TestHost.StartAsync();
        await host.Fleet.AddAvailableAsync();
        using var ada = host.Browser();
        await ada.LogInAsync("Ada");
        await ada.PostAsync("/", "/hand", ("tutorial", "plots"), ("note", ""));
        await ChangeAsync(host, hand => HandRules.TakenBy(hand, Ana));
        var question = await AskAsync(host);
        using var eve = host.Browser();
        await eve.LogInAsync("Eve");
        Assert.Equal(HttpStatusCode.Conflict, (await eve.PostAsync("/", "/hand/answer", ("question", question), ("answer", "look"))).StatusCode);
        await eve.PostAsync("/", "/hand/lower");
        Assert.Equal(question, HandOf(host, "Ada").Question!.Id.Value);
    }

    private static Hand HandOf(TestHost host, string name) => host.Store.Snapshot.Hands.Values.Single(hand => host.Store.Snapshot.Attendees[hand.Attendee].Name == name);

    private static Task ChangeAsync(TestHost host, Func<Hand, Hand> next) => host.Fleet.ChangeAsync(draft => draft.Put(next(draft.Snapshot.Hands.Values.Single())));

    private static async Task<string> AskAsync(TestHost host)
    {
        await host.Fleet.ChangeAsync(draft => draft.Put(HandRules.Asked(draft.Snapshot.Hands.Values.Single(), "plots", draft.Snapshot, draft.Now)));
        return HandOf(host, "Ada").Question!.Id.Value;
    }
}
