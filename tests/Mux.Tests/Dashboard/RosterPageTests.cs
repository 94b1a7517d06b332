using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Mux.Camp;
using Mux.Fleet;
using Mux.Tests.Api;
using Mux.Tests.Roster;

namespace Mux.Tests.Dashboard;

public sealed partial class RosterPageTests
{
    private const string People = "name,email,role,group\nAda,ada@example.org,,A\nGrace,grace@example.org,helper,\n";

    [Xunit.Fact]
    public async Task A_file_is_looked_at_first_and_changes_nothing_until_it_is_taken_in()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        var look = await UploadAsync(browser, Encoding.UTF8.GetBytes(People));
        Xunit.Assert.Contains("2 new, 0 changed, 0 as they are", look, StringComparison.Ordinal);
        Xunit.Assert.Empty(host.Snapshot.Roster);
        using var taken = await browser.SendAsync("/roster/import", null, request => request.Headers.Add("Origin", browser.Origin), Fields(look, "/roster/import"));
        Xunit.Assert.Equal((HttpStatusCode.SeeOther, "/roster"), (taken.StatusCode, taken.Headers.Location?.OriginalString));
        Xunit.Assert.Equal(["Ada", "Grace"], host.Snapshot.Roster.Values.Select(entry => entry.Name).Order());
        Xunit.Assert.Contains("roster.imported", await browser.ReadAsync("/log"), StringComparison.Ordinal);

        var again = await UploadAsync(browser, Encoding.UTF8.GetBytes(People.Replace("Ada,ada@example.org,,A", "Ada Lovelace,ADA@example.org,,B", StringComparison.Ordinal)));
        Xunit.Assert.Contains("0 new, 1 changed, 1 as they are", again, StringComparison.Ordinal);
        Xunit.Assert.Contains("name: Ada → Ada Lovelace; group: A → B", WebUtility.HtmlDecode(again), StringComparison.Ordinal);
        var same = await UploadAsync(browser, Encoding.UTF8.GetBytes(People));
        Xunit.Assert.DoesNotContain(HtmlForms.Of(same), form => form.Action == "/roster/import");
    }

    [Xunit.Theory]
    [Xunit.InlineData("name,email\nAda,ada@example.org\nEve,=cmd\nAda,ada@example.org\n", "3", "starts as a formula does")]
    [Xunit.InlineData("name\nAda\n", "1", "is missing")]
    [Xunit.InlineData("name,email\nZo\u00eb,zoe@example.org\n", "2", "is not UTF-8")]
    public async Task Faults_are_listed_with_their_lines_and_there_is_no_button_to_go_on(string file, string line, string told)
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        var look = await UploadAsync(browser, Encoding.Latin1.GetBytes(file), HttpStatusCode.UnprocessableEntity);
        Xunit.Assert.Contains($"<th scope=\"row\" class=\"cell-number\">{line}</th>", look, StringComparison.Ordinal);
        Xunit.Assert.Contains(told, look, StringComparison.Ordinal);
        Xunit.Assert.DoesNotContain(HtmlForms.Of(look), form => form.Action == "/roster/import");
        Xunit.Assert.Empty(host.Snapshot.Roster);
    }

    [Xunit.Fact]
    public async Task No_file_one_too_large_and_one_that_did_not_come_along_are_told()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        Xunit.Assert.Contains("No file was chosen", await UploadAsync(browser, [], HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        Xunit.Assert.Contains("too large", await UploadAsync(browser, new byte[(1 << 20) + 1], HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        foreach (var file in new[] { "", "no base 64!", Convert.ToBase64String(new byte[(1 << 20) + 1]) })
        {
            var answer = await browser.PostAsync("/roster", "/roster/import", ("file", file));
            Xunit.Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        }

        var spoilt = await browser.PostAsync("/roster", "/roster/import", ("file", Convert.ToBase64String("name,email\nEve,=cmd\n"u8)));
        Xunit.Assert.Equal(HttpStatusCode.UnprocessableEntity, spoilt.StatusCode);
        Xunit.Assert.Empty(host.Snapshot.Roster);
    }

    [Xunit.Fact]
    public async Task The_list_is_searched_and_narrowed_by_the_state_of_the_link()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        Xunit.Assert.Contains("Nobody is on the roster yet", await browser.ReadAsync("/roster"), StringComparison.Ordinal);
        var now = TimeProvider.System.GetUtcNow();
        var link = new PersonalLink("hash", now.AddDays(1), null);
        await PutAsync(host, new("Nora", null), new("Made", link), new("Sent", link) { MailedAt = now }, new("Used", link with { UsedAt = now }), new("Late", link with { ExpiresAt = now.AddDays(-1) }), new("Back", link) { Trouble = "no such box" });
        (string State, string Name)[] expected = [("none", "Nora"), ("made", "Made"), ("sent", "Sent"), ("used", "Used"), ("expired", "Late"), ("not taken", "Back")];
        foreach (var (state, name) in expected)
        {
            Xunit.Assert.Equal([name], NamesOn(await browser.ReadAsync($"/roster?state={Uri.EscapeDataString(state)}")));
        }

        Xunit.Assert.Equal(["Nora"], NamesOn(await browser.ReadAsync("/roster?q=nora%40")));
        Xunit.Assert.Contains("Nobody fits", await browser.ReadAsync("/roster?q=zzz"), StringComparison.Ordinal);
        Xunit.Assert.Equal(6, NamesOn(await browser.ReadAsync("/roster?state=nonsense")).Count);
    }

    [Xunit.Fact]
    public async Task A_persons_link_is_shown_once_works_once_and_its_use_is_seen()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        var id = (await PutAsync(host, new Person("Ada", null)))[0];
        var answer = await browser.PostAsync($"/roster/{id}", $"/roster/{id}/link");
        var link = new Uri(WebUtility.HtmlDecode(ShownLink().Match(await answer.Content.ReadAsStringAsync()).Groups[1].Value));
        Xunit.Assert.DoesNotContain(link.AbsolutePath, await browser.ReadAsync($"/roster/{id}"), StringComparison.Ordinal);
        using var person = new TestBrowser(host.Settings.AttendeeUrl);
        Xunit.Assert.Equal(HttpStatusCode.SeeOther, (await person.PostAsync(link.AbsolutePath, "/link", ("link", link.AbsolutePath[6..]))).StatusCode);
        var page = await browser.ReadAsync($"/roster/{id}");
        Xunit.Assert.Contains("link used", page, StringComparison.Ordinal);
        Xunit.Assert.Contains("logged in", page, StringComparison.Ordinal);

        Xunit.Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync($"/roster/{id}", $"/roster/{id}/remove")).StatusCode);
        Xunit.Assert.Empty(host.Snapshot.Roster);
        Xunit.Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/roster/{id}")).StatusCode);
    }

    [Xunit.Fact]
    public async Task Cards_are_a_page_to_print_with_the_way_to_the_browser_check_on_each()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        var nobody = await browser.PostAsync("/roster", "/roster/cards");
        Xunit.Assert.Contains("Nobody needs a card", await nobody.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var ids = await PutAsync(host, new("<b>Ada</b>", null), new("Bea", null), new("Used", new PersonalLink("hash", default, default(DateTimeOffset))));
        var answer = await browser.PostAsync("/roster", "/roster/cards");
        var cards = await answer.Content.ReadAsStringAsync();
        Xunit.Assert.Contains("style-src 'sha256-", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Xunit.Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Xunit.Assert.Equal(2, cards.Split("<svg ").Length - 1);
        Xunit.Assert.Equal(2, cards.Split($"{host.Settings.AttendeeUrl}check").Length - 1);
        Xunit.Assert.Contains("&lt;b&gt;Ada", cards, StringComparison.Ordinal);
        Xunit.Assert.Equal(2, host.Snapshot.Roster.Values.Count(entry => entry.Link is { UsedAt: null }));
        var one = await browser.PostAsync("/roster", $"/roster/{ids[1]}/card");
        Xunit.Assert.Equal(1, (await one.Content.ReadAsStringAsync()).Split("<svg ").Length - 1);
    }

    [Xunit.Fact]
    public async Task Mails_go_by_the_mail_server_and_what_it_refuses_stands_beside_the_person()
    {
        using var server = await MailServer.StartAsync();
        await using var host = await OrganizerHost.StartAsync(
            camp => camp with { Mail = new MailDefinition("127.0.0.1", "Spring Camp <camp@example.org>") { Port = server.Port, Username = "camp", AuthorityFile = server.AuthorityFile } },
            settings: settings => settings with { MailPassword = MailServer.Password });
        using var browser = await OrganizerBrowser.EnterAsync(host);
        var ids = await PutAsync(host, new("Ada", null), new("Refused", null));
        var answer = await browser.PostAsync("/roster", "/roster/mail");
        var told = await answer.Content.ReadAsStringAsync();
        Xunit.Assert.Contains("1 mail was sent", told, StringComparison.Ordinal);
        Xunit.Assert.Contains("refused@example.org (the server does not take mail for that address)", told, StringComparison.Ordinal);
        Xunit.Assert.Contains($"{host.Settings.AttendeeUrl}check", (await server.NextAsync()).GetProperty("text").GetString(), StringComparison.Ordinal);
        Xunit.Assert.Equal(["Ada"], NamesOn(await browser.ReadAsync("/roster?state=sent")));
        Xunit.Assert.Equal(["Refused"], NamesOn(await browser.ReadAsync("/roster?state=not%20taken")));
        Xunit.Assert.Equal(HttpStatusCode.OK, (await browser.PostAsync("/roster", $"/roster/{ids[0]}/mail")).StatusCode);
    }

    [Xunit.Fact]
    public async Task Without_a_mail_server_the_page_says_so()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        await PutAsync(host, new Person("Ada", null));
        var refused = await browser.PostAsync("/roster", "/roster/mail");
        Xunit.Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Xunit.Assert.Contains("The camp has no mail server", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Xunit.Assert.Null(host.Snapshot.Roster.Values.Single().Link);
    }

    private static async Task<string> UploadAsync(TestBrowser browser, byte[] file, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var content = new MultipartFormDataContent { { new StringContent(await browser.TokenAsync("/roster")), "token" }, { new ByteArrayContent(file), "people", "people.csv" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/roster/preview") { Content = content };
        request.Headers.Add("Origin", browser.Origin);
        using var answer = await browser.Client.SendAsync(request);
        Xunit.Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private static (string Name, string Value)[] Fields(string html, string action) => [.. HtmlForms.Of(html).Single(form => form.Action == action).Fields.Select(field => (field.Key, field.Value))];

    private static List<string> NamesOn(string html) => [.. Row().Matches(html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value))];

    private static async Task<List<string>> PutAsync(OrganizerHost host, params Person[] people)
    {
        var entries = people.Select(person => new RosterEntry(RosterId.New(), person.Name, $"{person.Name.Trim('<', '>', 'b', '/').ToLowerInvariant()}@example.org", default) { Link = person.Link, MailedAt = person.MailedAt, MailTrouble = person.Trouble }).ToList();
        await host.ChangeAsync(draft => entries.ForEach(draft.Put));
        return [.. entries.Select(entry => entry.Id.Value)];
    }

    private sealed record Person(string Name, PersonalLink? Link)
    {
        public DateTimeOffset? MailedAt { get; init; }

        public string Trouble { get; init; } = "";
    }

    [GeneratedRegex("<a href=\"/roster/p-[^\"]+\">([^<]*)</a>")]
    private static partial Regex Row();

    [GeneratedRegex("resume-code\">([^<]+)<")]
    private static partial Regex ShownLink();
}
