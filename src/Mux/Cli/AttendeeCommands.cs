using System.CommandLine;
using System.Globalization;
using Mux.ApiModel;

namespace Mux.Cli;

/// <summary><c>attendees</c>, <c>attendees code</c>, <c>attendees logout</c></summary>
internal static class AttendeeCommands
{
    private const int MostNamed = 5;

    public static Command Attendees(CliEnvironment environment)
    {
        var json = Verb.JsonOption();
        var attendees = Verb.Make("attendees", "Who logged in, and on which ship they are; or an order for one of them.\nExample: mux attendees", environment, async (parsed, client, report, cancellationToken) =>
        {
            var answer = await client.GetAsync("attendees", ApiJson.Default.IReadOnlyListAttendeeInfo, cancellationToken);
            return answer.Value is not { } all ? report.Fail(answer.Trouble!)
                : parsed.GetValue(json) ? report.Json(all, ApiJson.Default.IReadOnlyListAttendeeInfo)
                : Show(all, report);
        }, json);
        attendees.Add(Code(environment));
        attendees.Add(LogOut(environment));
        return attendees;
    }

    private static Command Code(CliEnvironment environment)
    {
        var who = Who(environment);
        var json = Verb.JsonOption();
        return Verb.Make("code", "Makes a personal code for somebody who came by the access code, and prints it, this once; the one before is good no longer.\nExample: mux attendees code Ada", environment, async (parsed, client, report, cancellationToken) =>
        {
            var answer = await ForAsync(parsed.GetValue(who)!, client, path => client.PostAsync(path + "/code", ApiJson.Default.AttendeeCodeInfo, cancellationToken), cancellationToken);
            if (answer.Value is not { } made)
            {
                return report.Fail(answer.Trouble!);
            }

            if (parsed.GetValue(json))
            {
                return report.Json(made, ApiJson.Default.AttendeeCodeInfo);
            }

            report.Line(made.Code);
            report.Line($"For {made.Name} ({made.Id}) to type beside the name and the access code, in any browser. It is shown this once.");
            return ExitCode.Done;
        }, who, json);
    }

    private static Command LogOut(CliEnvironment environment)
    {
        var who = Who(environment);
        var json = Verb.JsonOption();
        return Verb.Make("logout", "Ends all logins of an attendee at once, as for a lost or shared computer; the ship and its files stay.\nExample: mux attendees logout Ada", environment, async (parsed, client, report, cancellationToken) =>
        {
            var answer = await ForAsync(parsed.GetValue(who)!, client, path => client.DeleteAsync(path + "/logins", ApiJson.Default.LoginsEndedInfo, cancellationToken), cancellationToken);
            if (answer.Value is not { } ended)
            {
                return report.Fail(answer.Trouble!);
            }

            if (parsed.GetValue(json))
            {
                return report.Json(ended, ApiJson.Default.LoginsEndedInfo);
            }

            report.Line($"{ended.Name} ({ended.Id}) {(ended.Ended == 0 ? "was logged in nowhere" : $"is logged out everywhere: {ended.Ended} {(ended.Ended == 1 ? "login" : "logins")} ended")}.");
            return ExitCode.Done;
        }, who, json);
    }

    private static Argument<string> Who(CliEnvironment environment) => Suggest.Attendees(new Argument<string>("who") { Description = "A name, or an id as in a-4kcn8v2xwd." }, environment);

    /// <summary>Gives the order for the one attendee who is meant.</summary>
    private static async Task<Answer<T>> ForAsync<T>(string who, ApiClient client, Func<string, Task<Answer<T>>> order, CancellationToken cancellationToken)
        where T : class
    {
        var answer = await client.GetAsync("attendees", ApiJson.Default.IReadOnlyListAttendeeInfo, cancellationToken);
        if (answer.Value is not { } all)
        {
            return new Answer<T>(null, answer.Trouble);
        }

        var name = who.Trim();
        var meant = all.Where(one => one.Id == name).ToList();
        meant = meant.Count > 0 ? meant : [.. all.Where(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase))];
        return meant is [var only] ? await order("attendees/" + Uri.EscapeDataString(only.Id)) : new Answer<T>(null, Unclear(name, meant, all));
    }

    private static Trouble Unclear(string name, List<AttendeeInfo> meant, IReadOnlyList<AttendeeInfo> all)
    {
        if (meant.Count > 1)
        {
            return new Trouble($"{meant.Count} attendees are called {name}; nothing was changed", $"give the id of one: {Named(meant)}.", ExitCode.Refused);
        }

        var near = all.Where(one => one.Name.Contains(name, StringComparison.OrdinalIgnoreCase)).ToList();
        return new Trouble(
            $"no attendee has the name or id '{name}'; nothing was changed",
            name.Length > 0 && near.Count > 0 ? $"is it one of these? {Named(near)}." : "'mux attendees' lists who has logged in.",
            ExitCode.Refused);
    }

    private static string Named(List<AttendeeInfo> some) =>
        string.Join(", ", some.Take(MostNamed).Select(one => $"{one.Id} ({one.Name}, {(one.Ship is null ? "on no ship" : $"on {one.Ship}")})")) + (some.Count > MostNamed ? $" and {some.Count - MostNamed} more" : "");

    private static int Show(IReadOnlyList<AttendeeInfo> attendees, Report report)
    {
        var now = report.Environment.Time.GetUtcNow();
        report.Table(
            ["attendee", "name", "ship", "state", "position", "since"],
            attendees.Select(attendee => new[]
            {
                attendee.Id, attendee.Name, attendee.Ship ?? "-", attendee.ShipState ?? "waiting", attendee.Position is { } position ? position.ToString(CultureInfo.InvariantCulture) : "-",
                Plain.Age(attendee.CreatedAt, now),
            }));
        return ExitCode.Done;
    }
}
