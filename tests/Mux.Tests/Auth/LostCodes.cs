using System.Net;
using System.Text;
using Mux.Fleet;
using Mux.Orders;
using Mux.Store;
using Xunit;

namespace Mux.Tests.Auth;

/// <summary>What an organizer can do for somebody who is locked out, or for a computer that is lost.</summary>
public sealed class LostCodes
{
    private static readonly Orderer Organizer = new("Ana", "127.0.0.1");

    [Fact]
    public async Task A_new_code_lets_in_from_another_browser_and_the_old_one_does_not()
    {
        await using var host = await TestHost.StartAsync();
        using var lost = host.Browser();
        using var other = host.Browser();
        var old = await lost.LogInAsync("Ada");
        var made = (await RenewAsync(host, IdOf(host, "Ada"))).Result!;
        Assert.Matches("^[a-z]{5}(-[a-z]{5}){3}$", made.Code);

        var asked = await other.TryLogInAsync("Ada");
        Assert.Contains("an organizer can give you new ones", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.TryLogInAsync("Ada", resume: old)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await other.TryLogInAsync("Ada", resume: made.Code)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/berth")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await lost.GetAsync("/berth")).StatusCode);
        Assert.Single(host.Store.Snapshot.Attendees);
    }

    [Fact]
    public async Task The_code_is_in_no_row_and_the_log_says_who_made_one_for_whom()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        await browser.LogInAsync("Ada");
        var id = IdOf(host, "Ada");
        var made = (await RenewAsync(host, id)).Result!;
        foreach (var file in Directory.GetFiles(host.Folder, "mux.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, TestContext.Current.CancellationToken);
            Assert.Equal(-1, bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(made.Code)));
        }

        var line = (await new AuditLog(host.Get<StoreOptions>()).NewestAsync(1, null, TestContext.Current.CancellationToken)).Single();
        Assert.Equal(("Ana from 127.0.0.1", "attendee.code", id), (line.Actor, line.Action, line.Subject));
        Assert.DoesNotContain(made.Code, line.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_was_not_noted_is_shown_no_more_once_another_takes_its_place()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        var old = await browser.LogInAsync("Ada");
        Assert.Contains(old, await browser.ReadAsync("/"), StringComparison.Ordinal);
        await RenewAsync(host, IdOf(host, "Ada"));
        Assert.True((await browser.BerthAsync()).GetProperty("codeToNote").GetBoolean());
        Assert.DoesNotContain("resume-code", await browser.ReadAsync("/"), StringComparison.Ordinal);
        Assert.False((await browser.BerthAsync()).GetProperty("codeToNote").GetBoolean());
    }

    [Fact]
    public async Task Logging_out_everywhere_ends_every_login_of_that_attendee_alone()
    {
        await using var host = await TestHost.StartAsync();
        using var laptop = host.Browser();
        using var shared = host.Browser();
        using var neighbour = host.Browser();
        var code = await laptop.LogInAsync("Ada");
        await shared.TryLogInAsync("Ada", resume: code);
        await neighbour.LogInAsync("Bob");
        var id = IdOf(host, "Ada");
        var before = host.Store.Snapshot.Attendees[new AttendeeId(id)];

        Assert.Equal(2, (await LogOutAsync(host, id)).Result!.Count);
        Assert.Equal(HttpStatusCode.Unauthorized, (await laptop.GetAsync("/berth")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await shared.GetAsync("/berth")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await neighbour.GetAsync("/berth")).StatusCode);
        Assert.Equal(before, host.Store.Snapshot.Attendees[before.Id]);
        Assert.Equal(HttpStatusCode.Conflict, (await laptop.TryLogInAsync("Ada")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await laptop.TryLogInAsync("Ada", resume: code)).StatusCode);
        var log = await new AuditLog(host.Get<StoreOptions>()).NewestAsync(10, null, TestContext.Current.CancellationToken);
        Assert.Contains(log, line => line is { Actor: "Ana from 127.0.0.1", Action: "attendee.logged-out", Detail: "Ada, everywhere: 2 logins" } && line.Subject == id);
    }

    [Fact]
    public async Task Who_is_logged_in_nowhere_is_none_to_be_logged_out()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        await browser.LogInAsync("Ada");
        await browser.PostAsync("/", "/logout");
        Assert.Equal(0, (await LogOutAsync(host, IdOf(host, "Ada"))).Result!.Count);
    }

    [Fact]
    public async Task Who_comes_in_otherwise_gets_no_code_but_is_told_what_helps()
    {
        await using var host = await TestHost.StartAsync();
        var entry = new RosterEntry(RosterId.New(), "Grace", "grace@example.org", TimeProvider.System.GetUtcNow());
        var gone = new PersonIdentity(RosterEntry.Issuer, RosterId.New().Value);
        await host.Store.ChangeAsync(
            draft =>
            {
                draft.Put(entry);
                return true;
            },
            TestContext.Current.CancellationToken);
        var standIn = await PutAsync(host, "Nobody", AttendeeOrigin.StandIn, null);
        foreach (var (id, kind, told) in new[]
        {
            (await PutAsync(host, "Grace", AttendeeOrigin.Roster, entry.Identity), RefusalKind.Conflict, "mux roster link grace@example.org"),
            (await PutAsync(host, "Helene", AttendeeOrigin.Staff, gone), RefusalKind.Conflict, "taken off the roster"),
            (await PutAsync(host, "Linus", AttendeeOrigin.Oidc, new PersonIdentity("https://idp.example.org", "42")), RefusalKind.Conflict, "logs in at an identity provider"),
            (standIn, RefusalKind.Conflict, "stand-in"),
            ("a-2222222222", RefusalKind.NotFound, "no such attendee"),
        })
        {
            var before = host.Store.Snapshot;
            var refusal = (await RenewAsync(host, id)).Refusal!;
            Assert.Equal(kind, refusal.Kind);
            Assert.Contains(told, $"{refusal.Why} {refusal.Fix}", StringComparison.Ordinal);
            Assert.Same(before.Attendees, host.Store.Snapshot.Attendees);
        }

        Assert.Equal(RefusalKind.Conflict, (await LogOutAsync(host, standIn)).Refusal?.Kind);
        Assert.Equal(RefusalKind.NotFound, (await LogOutAsync(host, "nosuch")).Refusal?.Kind);
    }

    private static Task<Ordered<MadeCode>> RenewAsync(TestHost host, string id) => new AttendeeOrders(host.Store).RenewCodeAsync(id, Organizer, TestContext.Current.CancellationToken);

    private static Task<Ordered<LoggedOut>> LogOutAsync(TestHost host, string id) => new AttendeeOrders(host.Store).LogOutAsync(id, Organizer, TestContext.Current.CancellationToken);

    private static string IdOf(TestHost host, string name) => host.Store.Snapshot.Attendees.Values.Single(attendee => attendee.Name == name).Id.Value;

    private static Task<string> PutAsync(TestHost host, string name, AttendeeOrigin origin, PersonIdentity? identity) => host.Store.ChangeAsync(
        draft =>
        {
            var attendee = new Attendee(AttendeeId.New(), name, "ID:" + name, "", null, draft.Now, null, "") { Origin = origin, Identity = identity };
            draft.Put(attendee);
            return attendee.Id.Value;
        },
        TestContext.Current.CancellationToken);
}
