using System.CommandLine;
using Mux.ApiModel;

namespace Mux.Cli;

/// <summary><c>ships</c>, <c>ship</c>, <c>log</c>, <c>terminate</c></summary>
internal static class ShipCommands
{
    public static Command Ships(CliEnvironment environment)
    {
        var json = Verb.JsonOption();
        var state = new Option<string>("--state") { Description = "Only pending, booting, available, running or terminated ones; or those that are failed, silent or quarantined." };
        var ships = Verb.Make("ships", "All ships; or orders for many of them.\nExample: mux ships --state booting", environment, async (parsed, client, report, cancellationToken) =>
        {
            var query = parsed.GetValue(state) is { } wanted ? $"ships?state={Uri.EscapeDataString(wanted)}" : "ships";
            var answer = await client.GetAsync(query, ApiJson.Default.IReadOnlyListShipInfo, cancellationToken);
            if (answer.Value is not { } found)
            {
                return report.Fail(answer.Trouble!);
            }

            if (parsed.GetValue(json))
            {
                return report.Json(found, ApiJson.Default.IReadOnlyListShipInfo);
            }

            var now = environment.Time.GetUtcNow();
            report.Table(
                ["ship", "state", "attendee", "tutorials", "age", "last report", "reason"],
                found.Select(ship => new[]
                {
                    ship.Id, ship.State, ship.AttendeeName ?? "-", string.Join(", ", ship.Tutorials.Select(Short)), Plain.Age(ship.CreatedAt, now), Plain.Age(ship.LastReportAt, now), ShipText.Reason(ship),
                }));
            return ExitCode.Done;
        }, json, state);
        foreach (var order in BulkCommands.All(environment))
        {
            ships.Add(order);
        }

        return ships;
    }

    public static Command Ship(CliEnvironment environment)
    {
        var id = ShipArgument(environment);
        var json = Verb.JsonOption();
        return Verb.Make("ship", "One ship with its tutorials.\nExample: mux ship s-4kcn8v2xwd", environment, async (parsed, client, report, cancellationToken) =>
        {
            var answer = await client.GetAsync(PathOf(parsed.GetValue(id)), ApiJson.Default.ShipInfo, cancellationToken);
            return answer.Value is not { } ship ? report.Fail(answer.Trouble!)
                : parsed.GetValue(json) ? report.Json(ship, ApiJson.Default.ShipInfo)
                : ShipText.Show(ship, report);
        }, id, json);
    }

    public static Command Log(CliEnvironment environment)
    {
        var id = ShipArgument(environment);
        var tutorial = Suggest.Tutorials(new Option<string>("--tutorial") { Description = "Needed when the ship has more than one." }, environment);
        var lines = new Option<int>("--lines") { Description = "1 to 1000.", DefaultValueFactory = _ => 100 };
        return Verb.Make("log", "The last lines that a tutorial's container on a ship wrote.\nExample: mux log s-4kcn8v2xwd --tutorial intro --lines 50", environment, async (parsed, client, report, cancellationToken) =>
        {
            var query = parsed.GetValue(tutorial) is { } name ? $"&tutorial={Uri.EscapeDataString(name)}" : "";
            var answer = await client.GetTextAsync($"{PathOf(parsed.GetValue(id))}/log?lines={parsed.GetValue(lines)}{query}", cancellationToken);
            if (answer.Value is not { } text)
            {
                return report.Fail(answer.Trouble!);
            }

            report.Lines(text);
            return ExitCode.Done;
        }, id, tutorial, lines);
    }

    public static Command Terminate(CliEnvironment environment)
    {
        var id = ShipArgument(environment);
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        var json = Verb.JsonOption();
        return Verb.Make("terminate", "Ends a ship for good. Its attendee gets another with the same files; the fleet is filled up to the goal.\nExample: mux terminate s-4kcn8v2xwd --yes", environment, async (parsed, client, report, cancellationToken) =>
        {
            var path = PathOf(parsed.GetValue(id));
            if (!parsed.GetValue(yes) && !Confirmed(parsed.GetValue(id)!, environment))
            {
                return report.Fail(new Trouble("not confirmed; nothing was changed", "give --yes to end the ship without a question.", ExitCode.Usage));
            }

            var answer = await client.DeleteAsync(path, ApiJson.Default.ShipInfo, cancellationToken);
            if (answer.Value is not { } ship)
            {
                return report.Fail(answer.Trouble!);
            }

            if (parsed.GetValue(json))
            {
                return report.Json(ship, ApiJson.Default.ShipInfo);
            }

            if (ship.State != "terminated")
            {
                report.Line($"{ship.Id} ends as soon as its attendee's files are copied, in 90 s at the latest; the same order once more ends it at once.");
                return ExitCode.Done;
            }

            report.Line($"{ship.Id} is terminated{(ship.AttendeeName is { } name ? $"; {name} gets the next ship, with the same files" : "")}.");
            return ExitCode.Done;
        }, id, yes, json);
    }

    private static bool Confirmed(string id, CliEnvironment environment)
    {
        if (!environment.IsTerminal)
        {
            return false;
        }

        environment.Out.Write($"End ship {Plain.Line(id)} for good? Unsaved work on it is lost. [y/N] ");
        return environment.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static string Short(ShipTutorial tutorial) => tutorial.Phase switch
    {
        "pulling" when tutorial.PullTotalBytes > 0 => $"{tutorial.Name} pulling {tutorial.PulledBytes * 100 / tutorial.PullTotalBytes}%",
        "healthy" => $"{tutorial.Name}@{Plain.Digest(tutorial.RunningDigest)}",
        _ => $"{tutorial.Name} {tutorial.Phase}",
    };

    private static Argument<string> ShipArgument(CliEnvironment environment) => Suggest.Ships(new Argument<string>("ship") { Description = "Its id, as in s-4kcn8v2xwd." }, environment);

    private static string PathOf(string? id) => "ships/" + Uri.EscapeDataString(id is null or "" or "." or ".." ? "none" : id);
}
