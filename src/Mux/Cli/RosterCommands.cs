using System.CommandLine;
using System.Net.Http.Headers;
using Mux.ApiModel;

namespace Mux.Cli;

/// <summary><c>roster import</c>, <c>list</c>, <c>remove</c>, <c>link</c>, <c>cards</c>, <c>mail</c></summary>
internal static class RosterCommands
{
    public static Command Roster(CliEnvironment environment) => new("roster", "Who is expected, and their personal links.\nExample: mux roster import people.csv")
    {
        Import(environment), List(environment), Remove(environment), Link(environment), Cards(environment), RosterMail.Mail(environment),
    };

    private static Command Import(CliEnvironment environment)
    {
        var file = new Argument<string>("file") { Description = "CSV with a first line such as name,email,role,tutorials,group; the first two are needed." };
        var json = Verb.JsonOption();
        return Verb.Make("import", "Adds and changes people, by e-mail; removes nobody. With any error nothing is changed.\nExample: mux roster import people.csv", environment, async (parsed, client, report, cancellationToken) =>
        {
            byte[] bytes;
            try
            {
                bytes = await File.ReadAllBytesAsync(parsed.GetValue(file)!, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return report.Fail(new Trouble($"{parsed.GetValue(file)} cannot be read: {exception.Message}", "give the path of a CSV file.", ExitCode.Usage));
            }

            using var content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
            var answer = await client.ImportRosterAsync(content, cancellationToken);
            return answer.Value is not { } imported ? report.Fail(answer.Trouble!)
                : parsed.GetValue(json) ? report.Json(imported, ApiJson.Default.RosterImportInfo, imported.Errors.Count > 0 ? ExitCode.Refused : ExitCode.Done)
                : Show(imported, parsed.GetValue(file)!, environment, report);
        }, file, json);
    }

    private static Command List(CliEnvironment environment)
    {
        var json = Verb.JsonOption();
        return Verb.Make("list", "Who is expected.\nExample: mux roster list --json", environment, async (parsed, client, report, cancellationToken) =>
        {
            var answer = await client.GetAsync("roster", ApiJson.Default.IReadOnlyListRosterInfo, cancellationToken);
            if (answer.Value is not { } people)
            {
                return report.Fail(answer.Trouble!);
            }

            if (parsed.GetValue(json))
            {
                return report.Json(people, ApiJson.Default.IReadOnlyListRosterInfo);
            }

            var now = environment.Time.GetUtcNow();
            report.Table(
                ["person", "name", "email", "role", "group", "link", "mailed"],
                people.Select(one => new[] { one.Id, one.Name, one.Email, one.Role, one.Group, one.Link, one.MailTrouble.Length > 0 ? one.MailTrouble : one.MailedAt is null ? "-" : Plain.Age(one.MailedAt, now) }));
            return ExitCode.Done;
        }, json);
    }

    private static Command Remove(CliEnvironment environment)
    {
        var who = Who();
        var json = Verb.JsonOption();
        return Verb.Make("remove", "Takes somebody off the list; the personal link is good no longer.\nExample: mux roster remove ada@example.org", environment, async (parsed, client, report, cancellationToken) =>
        {
            var answer = await client.DeleteAsync(PathOf(parsed.GetValue(who)!), ApiJson.Default.RosterInfo, cancellationToken);
            return answer.Value is not { } removed ? report.Fail(answer.Trouble!)
                : parsed.GetValue(json) ? report.Json(removed, ApiJson.Default.RosterInfo)
                : Say($"{removed.Name} is not on the roster any more.", report);
        }, who, json);
    }

    private static Command Link(CliEnvironment environment)
    {
        var who = Who();
        var json = Verb.JsonOption();
        return Verb.Make("link", "Makes a person's link and prints it, this once; the one before is good no longer.\nExample: mux roster link ada@example.org", environment, async (parsed, client, report, cancellationToken) =>
        {
            var answer = await client.PostAsync(PathOf(parsed.GetValue(who)!) + "/link", ApiJson.Default.RosterLinkInfo, cancellationToken);
            return answer.Value is not { } link ? report.Fail(answer.Trouble!)
                : parsed.GetValue(json) ? report.Json(link, ApiJson.Default.RosterLinkInfo)
                : Say(link.Url, report);
        }, who, json);
    }

    private static Command Cards(CliEnvironment environment)
    {
        var target = new Option<string>("--out", "-o") { Description = "The page to write.", DefaultValueFactory = _ => "cards.html" };
        return Verb.Make("cards", "Makes links for all who have used none yet, as a page of cards with QR codes to print. Links made before are good no longer.\nExample: mux roster cards --out cards.html", environment, async (parsed, client, report, cancellationToken) =>
        {
            var answer = await client.PostTextAsync("roster/cards", cancellationToken);
            if (answer.Value is not { } page)
            {
                return report.Fail(answer.Trouble!);
            }

            await using var stream = new FileStream(parsed.GetValue(target)!, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
            await using var writer = new StreamWriter(stream);
            await writer.WriteAsync(page.AsMemory(), cancellationToken);
            return Say($"{parsed.GetValue(target)} holds the links themselves: print it, then remove it.", report);
        }, target);
    }

    private static int Show(RosterImportInfo imported, string file, CliEnvironment environment, Report report)
    {
        foreach (var fault in imported.Errors)
        {
            environment.Error.WriteLine(Plain.Line($"{file}: line {fault.Line}: {fault.Field}: {fault.Message}"));
        }

        return imported.Errors.Count > 0
            ? report.Fail(new Trouble("nothing was changed", "mend the lines above and import the file again.", ExitCode.Refused))
            : Say($"{imported.Added} added, {imported.Changed} changed, {imported.Unchanged} unchanged.", report);
    }

    private static int Say(string line, Report report)
    {
        report.Line(line);
        return ExitCode.Done;
    }

    private static Argument<string> Who() => new("who") { Description = "An e-mail address, or an id as in p-4kcn8v2x." };

    private static string PathOf(string who) => "roster/" + Uri.EscapeDataString(who is "" or "." or ".." ? "none" : who);
}
