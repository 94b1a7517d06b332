using System.Net;
using Xunit;

namespace Mux.Tests.Helping;

public sealed class Looking
{
    private const string Hostile = """
        {"cell_type": "markdown", "source": "</pre><script src='//evil.example'></script>"},
        {"cell_type": "code", "source": "answer = 42", "execution_count": 1, "outputs": [
          {"output_type": "display_data", "data": {"text/html": "<img src=x onerror=alert(1)>"}},
          {"output_type": "stream", "text": "<form action='/hands'>"}]}
        """;

    [Fact]
    public async Task Without_the_attendees_leave_nobody_sees_anything()
    {
        await using var stage = await HelpStage.StartAsync();
        stage.Serve(Hostile);
        await ClosedAsync(stage, stage.Ana);
        await stage.OrderAsync("take");
        await stage.OrderAsync("ask");
        await ClosedAsync(stage, stage.Ana);
        await stage.AnswerAsync("no");
        await ClosedAsync(stage, stage.Ana);
        Assert.Empty(stage.Ship.Heads);
    }

    [Fact]
    public async Task A_leave_is_for_one_helper_and_being_an_organizer_is_not_enough()
    {
        await using var stage = await HelpStage.StartAsync();
        stage.Serve(Hostile);
        await stage.AgreeAsync("look");
        using var organizer = await Dashboard.OrganizerBrowser.EnterAsync(stage.Host);
        await ClosedAsync(stage, organizer);
        using var namesake = new TestBrowser(stage.Host.Settings.OrganizerUrl);
        await stage.LogInHelperAsync(namesake, "Ana");
        await ClosedAsync(stage, namesake);
        await namesake.PostAsync("/hands", $"/hands/{stage.Hand.Id}/take");
        Assert.Null(stage.Hand.Leave);
        await ClosedAsync(stage, stage.Ana);
        Assert.Empty(stage.Ship.Heads);
    }

    [Fact]
    public async Task A_notebook_is_shown_as_saved_and_what_is_hostile_in_it_is_inert()
    {
        await using var stage = await HelpStage.StartAsync();
        stage.Serve(Hostile);
        await stage.AgreeAsync("look");
        using var response = await stage.Ana.GetAsync($"/hands/{stage.Hand.Id}/notebook");
        var page = await response.Content.ReadAsStringAsync();
        Assert.Contains("answer = 42", page, StringComparison.Ordinal);
        Assert.Contains("deep/er/run ning.ipynb", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script src=&#x27;//evil.example&#x27;&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script src='//evil", page, StringComparison.Ordinal);
        Assert.DoesNotContain("onerror", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<form action='/hands'>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("shutdown", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("is looking", await stage.Ada.ReadAsync("/"), StringComparison.Ordinal);
        Assert.All(stage.Ship.Heads, head =>
        {
            Assert.StartsWith("GET /camp/intro/api/", head, StringComparison.Ordinal);
            Assert.DoesNotContain("Cookie", head, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task Only_notebooks_that_are_listed_are_asked_for()
    {
        await using var stage = await HelpStage.StartAsync();
        stage.Serve(Hostile);
        await stage.AgreeAsync("look");
        foreach (var path in new[] { "first.ipynb", "../../api/shutdown.ipynb", "data.csv", "../plots/api/contents/x.ipynb" })
        {
            using var response = await stage.Ana.GetAsync($"/hands/{stage.Hand.Id}/notebook?path={Uri.EscapeDataString(path)}");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        var contents = stage.Ship.Heads.Select(head => head.Split([' ', '?', '\n'])[1]).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(["/camp/intro/api/contents/", "/camp/intro/api/contents/deep/er/run%20ning.ipynb", "/camp/intro/api/contents/first.ipynb", "/camp/intro/api/sessions"], contents);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(302)]
    [InlineData(200)]
    public async Task A_ship_that_answers_nonsense_gets_a_sentence(int status)
    {
        await using var stage = await HelpStage.StartAsync();
        stage.Ship.Answer = async context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = stage.Host.Settings.OrganizerUrl.AbsoluteUri;
            var junk = new byte[1 << 20];
            for (var i = 0; i < 10; i++)
            {
                await context.Response.Body.WriteAsync(junk);
            }
        };
        await stage.AgreeAsync("look");
        using var response = await stage.Ana.GetAsync($"/hands/{stage.Hand.Id}/notebook");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(status == 200 ? "8 MiB" : $"answered {status}", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looking_opens_nothing_to_type_in()
    {
        await using var stage = await HelpStage.StartAsync();
        stage.Serve(Hostile);
        await stage.AgreeAsync("look");
        Assert.Equal(HttpStatusCode.SeeOther, (await stage.OrderAsync("enter")).StatusCode);
        foreach (var method in new[] { "GET", "PUT", "POST", "PATCH", "DELETE" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), "/camp/intro/api/contents/first.ipynb") { Headers = { { "Origin", stage.AnaAbroad.Origin } } };
            using var response = await stage.AnaAbroad.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        Assert.Empty(stage.Ship.Heads);
    }

    [Fact]
    public async Task The_page_hears_at_once_that_it_is_over()
    {
        await using var stage = await HelpStage.StartAsync();
        stage.Serve(Hostile);
        await stage.AgreeAsync("look");
        using var reader = new StreamReader(await stage.Ana.Client.GetStreamAsync($"/hands/{stage.Hand.Id}/live"));
        await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        await stage.Ada.PostAsync("/", "/hand/close");
        var rest = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains("event: change", rest, StringComparison.Ordinal);
        await ClosedAsync(stage, stage.Ana);
    }

    [Fact]
    public async Task Everything_is_in_the_audit_log()
    {
        await using var stage = await HelpStage.StartAsync();
        stage.Serve(Hostile);
        await stage.AgreeAsync("no");
        await stage.OrderAsync("ask");
        await stage.AnswerAsync("look");
        await stage.Ana.GetAsync($"/hands/{stage.Hand.Id}/notebook");
        await stage.Ana.GetAsync($"/hands/{stage.Hand.Id}/notebook");
        await stage.Host.ChangeAsync(draft => draft.Put(stage.Hand with { Leave = stage.Hand.Leave! with { Until = draft.Now } }));
        await stage.Keeper.PassAsync(CancellationToken.None);
        await stage.OrderAsync("done");
        Assert.Equal(
            [
                "attendee Ada from 127.0.0.1: hand.raised: intro",
                "Ana from 127.0.0.1: hand.taken: ",
                "Ana from 127.0.0.1: help.asked: to see intro",
                "attendee Ada from 127.0.0.1: help.refused: to Ana",
                "Ana from 127.0.0.1: help.asked: to see intro",
                "attendee Ada from 127.0.0.1: help.granted: to Ana: look at intro",
                "Ana from 127.0.0.1: help.opened: to look at intro",
                "mux: help.ended: Ana: the time was up",
                "Ana from 127.0.0.1: hand.done: ",
            ],
            (await stage.AuditAsync()).Select(line => line.Split(" until ")[0]));
    }

    [Fact]
    public async Task It_ends_with_the_helpers_session()
    {
        await using var stage = await HelpStage.StartAsync();
        await stage.AgreeAsync("look");
        await stage.Keeper.PassAsync(CancellationToken.None);
        Assert.NotNull(stage.Hand.Leave);
        await stage.Ana.PostAsync("/hands", "/logout");
        await stage.Keeper.PassAsync(CancellationToken.None);
        Assert.Null(stage.Hand.Leave);
        Assert.Contains(await stage.AuditAsync(), line => line.EndsWith("the helper logged out", StringComparison.Ordinal));
    }

    private static async Task ClosedAsync(HelpStage stage, TestBrowser browser)
    {
        using var response = await browser.GetAsync($"/hands/{stage.Hand.Id}/notebook");
        Assert.Equal((HttpStatusCode.SeeOther, "/hands"), (response.StatusCode, response.Headers.Location?.OriginalString));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/hands/{stage.Hand.Id}/live")).StatusCode);
    }
}
