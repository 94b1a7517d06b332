using System.CommandLine;
using System.Globalization;
using Mux.ApiModel;

namespace Mux.Cli;

/// <summary><c>status</c>, <c>scale</c>, <c>events</c></summary>
internal static class FleetCommands
{
    public static Command Status(CliEnvironment environment)
    {
        var json = Verb.JsonOption();
        return Verb.Make("status", "Is it going to work? Counts, goal, doors, tutorials.\nExample: mux status", environment, async (parsed, client, report, cancellationToken) =>
        {
            var answer = await client.GetAsync("fleet", ApiJson.Default.FleetInfo, cancellationToken);
            return answer.Value is not { } fleet ? report.Fail(answer.Trouble!)
                : parsed.GetValue(json) ? report.Json(fleet, ApiJson.Default.FleetInfo)
                : Show(fleet, report);
        }, json);
    }

    public static Command Scale(CliEnvironment environment)
    {
        var ships = new Argument<string>("ships") { Description = "How many ships there shall be, whatever the sessions say; 0 gives all back that nobody uses. 'auto' follows the sessions again." };
        ships.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not "auto" and var text && !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            {
                result.AddError($"'{text}' must be a whole number or auto.");
            }
        });
        var json = Verb.JsonOption();
        return Verb.Make("scale", "Sets how many ships there shall be.\nExample: mux scale 40, or: mux scale auto", environment, async (parsed, client, report, cancellationToken) =>
        {
            var answer = await client.PutGoalAsync(parsed.GetValue(ships) == "auto" ? null : int.Parse(parsed.GetValue(ships)!, CultureInfo.InvariantCulture), cancellationToken);
            return answer.Value is not { } fleet ? report.Fail(answer.Trouble!)
                : parsed.GetValue(json) ? report.Json(fleet, ApiJson.Default.FleetInfo)
                : Show(fleet, report);
        }, ships, json);
    }

    public static Command Events(CliEnvironment environment)
    {
        var limit = new Option<int>("--limit") { Description = "How many lines: 1 to 500.", DefaultValueFactory = _ => 50 };
        var json = Verb.JsonOption();
        return Verb.Make("events", "The audit log, newest first: who did what to what.\nExample: mux events --limit 10", environment, async (parsed, client, report, cancellationToken) =>
        {
            var answer = await client.GetAsync($"events?limit={Text(parsed.GetValue(limit))}", ApiJson.Default.IReadOnlyListEventInfo, cancellationToken);
            if (answer.Value is not { } events)
            {
                return report.Fail(answer.Trouble!);
            }

            if (parsed.GetValue(json))
            {
                return report.Json(events, ApiJson.Default.IReadOnlyListEventInfo);
            }

            report.Table(["when", "who", "what", "to", "more"], events.Select(line => new[] { line.At.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), line.Actor, line.Action, line.Subject, line.Detail }));
            return ExitCode.Done;
        }, limit, json);
    }

    private static int Show(FleetInfo fleet, Report report)
    {
        var ships = fleet.Ships;
        report.Line($"{fleet.Camp}: {fleet.Outlook}");
        report.Line($"ships: {ships.Available} available, {ships.Running} running, {ships.Booting} booting, {ships.Pending} pending, {ships.Terminated} terminated; goal {fleet.Goal} ({fleet.GoalWhy}) of at most {fleet.MaxShips}");
        report.Line($"doors: {(fleet.DoorsOpen ? "open" : "shut")}; {fleet.Attendees} attendees, {fleet.Waiting} waiting");
        if (fleet.Cost is { } cost)
        {
            report.Line(string.Create(CultureInfo.InvariantCulture, $"cost: ${cost.PerHour:0.00} an hour for {cost.Machines} machines, ${cost.SoFar:0.00} so far{(cost.Unpriced.Count > 0 ? $"; no price for {string.Join(", ", cost.Unpriced)}" : "")}"));
        }

        report.Table(
            ["tutorial", "digest", "ships on it", "image"],
            fleet.Tutorials.Select(tutorial => new[] { tutorial.Name, Plain.Digest(tutorial.Digest), Text(tutorial.OnTarget), tutorial.Image ?? "not resolved yet" }));
        foreach (var concern in fleet.Concerns)
        {
            report.Line("! " + concern);
        }

        return ExitCode.Done;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
