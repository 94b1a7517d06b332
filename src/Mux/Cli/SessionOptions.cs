using System.CommandLine;
using Mux.ApiModel;

namespace Mux.Cli;

/// <summary>What may be said of a session on the command line; texts go to the mux as they are, which alone knows the zones.</summary>
internal static class SessionOptions
{
    public static Argument<string> NameArgument() => new("name") { Description = "The session's name." };

    /// <summary><c>session add</c> (POST) or <c>session change</c> (PATCH).</summary>
    public static Command Command(string name, string about, HttpMethod method, CliEnvironment environment)
    {
        var session = NameArgument();
        var json = Verb.JsonOption();
        Option<string> title = new("--title") { Description = "On the pages." };
        Option<string> zone = new("--time-zone") { Description = "IANA name, such as Europe/Berlin; the camp's when not given." };
        Option<string> opens = new("--opens") { Description = "Such as '2027-03-04 09:00', in the zone." };
        Option<string> closes = new("--closes") { Description = "The same, or 12:30 on the same day." };
        Option<int?> seats = new("--seats") { Description = "Attendees that are expected." };
        Option<int?> spare = new("--spare") { Description = "Ships beyond them." };
        Option<int?> noShows = new("--no-shows") { Description = "Of a hundred seats, how many will stay empty." };
        Option<string> warmBy = new("--warm-by") { Description = "When all ships shall be there: 15m before the opening, or 08:45." };
        Option<string> doors = new("--doors") { Description = "What opens them: time, ready or hand." };
        Option<int?> reserved = new("--reserved") { Description = "Seats kept for the roster and for staff." };
        Option<string> reservedFor = new("--reserved-for") { Description = "How long after the opening they are kept; 15m." };
        Option<string[]> breaks = new("--break") { Description = "Such as 10:30-10:45, for each break; none: take them away." };
        return Verb.Make(name, about, environment, async (parsed, client, report, cancellationToken) =>
        {
            var add = method == HttpMethod.Post;
            var named = parsed.GetValue(session)!;
            var request = new SessionRequest(
                add ? named : null, parsed.GetValue(title), parsed.GetValue(zone), parsed.GetValue(opens), parsed.GetValue(closes), parsed.GetValue(seats), parsed.GetValue(spare),
                parsed.GetValue(noShows), parsed.GetValue(warmBy), parsed.GetValue(doors), parsed.GetValue(reserved), parsed.GetValue(reservedFor), parsed.GetValue(breaks) is { Length: > 0 } given ? given : null);
            var path = add ? "sessions" : $"sessions/{Uri.EscapeDataString(named)}";
            var answer = await client.SendAsync(method, path, request, ApiJson.Default.SessionRequest, ApiJson.Default.SessionInfo, cancellationToken);
            return answer.Value is not { } changed ? report.Fail(answer.Trouble!)
                : parsed.GetValue(json) ? report.Json(changed, ApiJson.Default.SessionInfo)
                : SessionCommands.Show([changed], report);
        }, session, title, zone, opens, closes, seats, spare, noShows, warmBy, doors, reserved, reservedFor, breaks, json);
    }
}
