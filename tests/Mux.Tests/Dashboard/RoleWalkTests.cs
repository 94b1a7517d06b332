using System.Net;
using System.Net.Http.Headers;
using Mux.Fleet;
using Mux.Tests.Api;

namespace Mux.Tests.Dashboard;

/// <summary>Every role walks along every link that it is shown and presses every button: nothing that a page shows is refused to who sees it.</summary>
public sealed class RoleWalkTests
{
    private static readonly HttpStatusCode[] Refusals = [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden];

    [Xunit.Theory]
    [Xunit.InlineData("organizer")]
    [Xunit.InlineData("helper")]
    [Xunit.InlineData("author")]
    public async Task No_link_and_no_form_that_a_role_sees_is_refused_to_it(string role)
    {
        await using var host = await OrganizerHost.StartAsync();
        await FillAsync(host);
        using var browser = await EnterAsync(host, role);
        var wrong = new List<string>();
        var pages = await WalkAsync(browser, wrong);
        var forms = pages.SelectMany(page => HtmlForms.Of(page.Html).Select(form => (page.Path, Form: form))).DistinctBy(pair => (pair.Form.Method, pair.Form.Action, pair.Form.Fields.Count)).ToList();
        foreach (var (path, form) in forms.Where(pair => pair.Form.Method == "POST" && pair.Form.Action != "/logout").OrderBy(pair => pair.Form.Action.EndsWith("/revoke", StringComparison.Ordinal))) // the own token goes last
        {
            using var answer = await SendAsync(browser, form);
            if (Refusals.Contains(answer.StatusCode) || answer.StatusCode == HttpStatusCode.InternalServerError)
            {
                wrong.Add($"{role}: {form.Action} on {path}: {answer.StatusCode}");
            }
        }

        Xunit.Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Xunit.Assert.Contains("POST /logout", forms.Select(pair => $"{pair.Form.Method} {pair.Form.Action}"));
        var posts = forms.Where(pair => pair.Form.Method == "POST").Select(pair => pair.Form.Action.Split('/')[1]).ToHashSet();
        Xunit.Assert.Equal(role == "organizer", posts.Contains("goal"));
        Xunit.Assert.Equal(role == "organizer", posts.Contains("ships") && posts.Contains("roster") && posts.Contains("tokens") && posts.Contains("launches") && posts.Contains("sessions"));
        Xunit.Assert.Equal(role == "organizer", posts.Contains("attendees"));
        Xunit.Assert.Equal(role != "helper", posts.Contains("rollouts"));
    }

    [Xunit.Fact]
    public async Task An_author_is_at_home_among_the_own_rollouts()
    {
        await using var host = await OrganizerHost.StartAsync();
        await FillAsync(host);
        using var browser = await EnterAsync(host, "author");
        using var home = await browser.GetAsync("/");
        Xunit.Assert.Equal("/rollouts", home.Headers.Location?.OriginalString);
        var html = await browser.ReadAsync("/rollouts");
        Xunit.Assert.Contains("<option value=\"intro\"", html, StringComparison.Ordinal);
        Xunit.Assert.DoesNotContain("plots", html, StringComparison.Ordinal);
        var others = host.Snapshot.Rollouts.Values.Single(rollout => rollout.Tutorial == "plots");
        Xunit.Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/rollouts/{others.Id}")).StatusCode);
        var refused = await browser.PostAsync("/rollouts", "/rollouts", ("tutorial", "plots"), ("image", "127.0.0.1:5000/intro:v2"));
        Xunit.Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Xunit.Assert.Equal(2, host.Snapshot.Rollouts.Count);
    }

    [Xunit.Fact]
    public async Task Who_strays_is_told_whose_it_is_and_led_back_with_a_way_to_log_out()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await EnterAsync(host, "helper");
        browser.Client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var strayed = await browser.GetAsync("/tokens");
        Xunit.Assert.Equal(HttpStatusCode.Forbidden, strayed.StatusCode);
        var html = await strayed.Content.ReadAsStringAsync();
        Xunit.Assert.Contains("you are here as helper", html, StringComparison.Ordinal);
        Xunit.Assert.Contains(HtmlForms.Of(html), form => form.Action == "/logout");
    }

    private static async Task<List<(string Path, string Html)>> WalkAsync(TestBrowser browser, List<string> wrong)
    {
        var open = new Queue<string>(["/"]);
        var seen = new HashSet<string>(["/"]);
        var pages = new List<(string Path, string Html)>();
        while (open.TryDequeue(out var path))
        {
            using var answer = await browser.GetAsync(path);
            var html = await answer.Content.ReadAsStringAsync();
            if (Refusals.Contains(answer.StatusCode) || answer.Headers.Location?.OriginalString.StartsWith("/login", StringComparison.Ordinal) == true)
            {
                wrong.Add($"{path}: {answer.StatusCode}");
            }

            pages.Add((path, html));
            foreach (var next in HtmlForms.LinksOf(html).Append(answer.Headers.Location?.OriginalString ?? path).Where(seen.Add))
            {
                open.Enqueue(next);
            }
        }

        return pages;
    }

    private static async Task<HttpResponseMessage> SendAsync(TestBrowser browser, HtmlForm form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, form.Action);
        request.Headers.Add("Origin", browser.Origin);
        if (form.TakesFile)
        {
            var content = new MultipartFormDataContent();
            foreach (var (name, value) in form.Fields)
            {
                content.Add(new StringContent(value), name);
            }

            content.Add(new ByteArrayContent("name,email\nEve,eve@example.org\n"u8.ToArray()), "people", "people.csv");
            request.Content = content;
        }
        else
        {
            request.Content = new FormUrlEncodedContent(form.Fields);
        }

        return await browser.Client.SendAsync(request);
    }

    private static async Task<TestBrowser> EnterAsync(OrganizerHost host, string role)
    {
        using var made = await host.Client.PostAsync("/api/v1/tokens", new StringContent($$"""{"name": "Ada", "role": "{{role}}"{{(role == "author" ? ", \"tutorials\": [\"intro\"]" : "")}}}""", System.Text.Encoding.UTF8, "application/json"));
        var token = System.Text.Json.JsonDocument.Parse(await made.Content.ReadAsStringAsync()).RootElement.GetProperty("token").GetString()!;
        var browser = new TestBrowser(host.Settings.OrganizerUrl);
        Xunit.Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync("/login", "/login", ("secret", token))).StatusCode);
        return browser;
    }

    // A camp in full swing, so that every form is there.
    private static async Task FillAsync(OrganizerHost host)
    {
        var attendee = SampleFleet.Attendee("Grace");
        await host.ChangeAsync(draft => draft.Put(attendee));
        await host.PutShipAsync(ShipState.Available);
        var used = await host.PutShipAsync(ShipState.Running, ship => ship with { Attendee = attendee.Id });
        var now = TimeProvider.System.GetUtcNow();
        await host.ChangeAsync(draft =>
        {
            draft.Put(new LaunchBoard { Stop = new LaunchStop("AuthFailure", "not you.", "Mend it.") });
            foreach (var (tutorial, state) in new[] { ("intro", RolloutState.Running), ("plots", RolloutState.Paused) })
            {
                draft.Put(new Rollout(RolloutId.New(), tutorial, SampleFleet.Image(tutorial, 2), SampleFleet.Image(tutorial, 2), SampleFleet.Image(tutorial, 1), "Ada", now)
                {
                    State = state,
                    Ships = new[] { new RolloutShip(used.Id, RolloutStep.Failed, "exit", "log", 3, now) }.ToSortedShips(),
                });
            }

            draft.Put(new RosterEntry(RosterId.New(), "Alan", "alan@example.org", now));
        });
        using var session = await host.Client.PostAsync("/api/v1/sessions", new StringContent("""{"name": "morning", "timeZone": "UTC", "opens": "2099-03-04 09:00", "closes": "12:30", "seats": 6}""", System.Text.Encoding.UTF8, "application/json"));
        Xunit.Assert.Equal(HttpStatusCode.Created, session.StatusCode);
    }
}
