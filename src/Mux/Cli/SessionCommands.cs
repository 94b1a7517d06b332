using System.CommandLine;
using System.Globalization;
using Mux.ApiModel;

namespace Mux.Cli;

/// <summary><c>session list|add|change|remove|open|close</c> and <c>doors open|close|auto</c></summary>
internal static class SessionCommands
{
    public static Command Session(CliEnvironment environment) => new("session", "The camp's sessions: when they are, for how many, and whether their ships will be there in time.")
    {
        List(environment),
        SessionOptions.Command("add", "Adds a session.\nExample: mux session add morning --opens '2027-03-04 09:00' --closes 12:30 --seats 60 --spare 3", HttpMethod.Post, environment),
        SessionOptions.Command("change", "Changes what the options say; all else stays.\nExample: mux session change morning --seats 70", HttpMethod.Patch, environment),
        Order("remove", "Removes a session; nobody's ship is taken away.\nExample: mux session remove morning", HttpMethod.Delete, "", environment),
        Order("open", "Opens a session now, before its time.\nExample: mux session open morning", HttpMethod.Post, "/open", environment),
        Order("close", "Closes a session now, before its time.\nExample: mux session close morning", HttpMethod.Post, "/close", environment),
    };

    public static Command Doors(CliEnvironment environment)
    {
        var word = new Argument<string>("open|close|auto") { Description = "open or close them by hand until the next session closes; auto gives them back to their rule." };
        word.AcceptOnlyFromAmong("open", "close", "auto");
        var json = Verb.JsonOption();
        return Verb.Make("doors", "Lets attendees in, or not.\nExample: mux doors open", environment, async (parsed, client, report, cancellationToken) =>
        {
            var request = new DoorsRequest(parsed.GetValue(word) switch { "open" => true, "close" => false, _ => null });
            var answer = await client.SendAsync(HttpMethod.Put, "doors", request, ApiJson.Default.DoorsRequest, ApiJson.Default.DoorsInfo, cancellationToken);
            if (answer.Value is not { } doors)
            {
                return report.Fail(answer.Trouble!);
            }

            if (parsed.GetValue(json))
            {
                return report.Json(doors, ApiJson.Default.DoorsInfo);
            }

            report.Line($"the doors are {(doors.Open ? "open" : "shut")}{(doors.ByHand ? ", by hand until the next session closes" : ", by their rule")}.");
            return ExitCode.Done;
        }, word, json);
    }

    private static Command List(CliEnvironment environment)
    {
        var json = Verb.JsonOption();
        return Verb.Make("list", "All sessions in order of their openings.\nExample: mux session list", environment, async (parsed, client, report, cancellationToken) =>
        {
            var answer = await client.GetAsync("sessions", ApiJson.Default.IReadOnlyListSessionInfo, cancellationToken);
            return answer.Value is not { } sessions ? report.Fail(answer.Trouble!)
                : parsed.GetValue(json) ? report.Json(sessions, ApiJson.Default.IReadOnlyListSessionInfo)
                : Show(sessions, report);
        }, json);
    }

    private static Command Order(string name, string about, HttpMethod method, string tail, CliEnvironment environment)
    {
        var session = SessionOptions.NameArgument();
        var json = Verb.JsonOption();
        return Verb.Make(name, about, environment, async (parsed, client, report, cancellationToken) =>
        {
            var path = $"sessions/{Uri.EscapeDataString(parsed.GetValue(session)!)}{tail}";
            var answer = await client.SendAsync(method, path, ApiJson.Default.SessionInfo, cancellationToken);
            return answer.Value is not { } changed ? report.Fail(answer.Trouble!)
                : parsed.GetValue(json) ? report.Json(changed, ApiJson.Default.SessionInfo)
                : Show([changed], report);
        }, session, json);
    }

    internal static int Show(IReadOnlyList<SessionInfo> sessions, Report report)
    {
        report.Table(
            ["session", "state", "opens (UTC)", "closes (UTC)", "zone", "seats", "spare", "ships", "doors", "breaks (UTC)", "outlook"],
            sessions.Select(session => new[]
            {
                session.Name, session.State, Time(session.Opens), Time(session.Closes), session.TimeZone, Text(session.Seats), Text(session.Spare), Text(session.Wanted), session.Doors, Breaks(session), session.Outlook,
            }));
        return ExitCode.Done;
    }

    private static string Breaks(SessionInfo session) => session.Breaks.Count == 0 ? "-" : string.Join(", ", session.Breaks.Select(one => $"{one.From.UtcDateTime:HH:mm}-{one.Until.UtcDateTime:HH:mm}"));

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
