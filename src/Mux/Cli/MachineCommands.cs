using System.CommandLine;
using Mux.ApiModel;

namespace Mux.Cli;

/// <summary><c>fleet sweep</c> and <c>fleet retry</c></summary>
internal static class MachineCommands
{
    public static Command Fleet(CliEnvironment environment) => new("fleet", "The provider's machines.") { Sweep(environment), Retry(environment) };

    public static void Show(MachinesInfo machines, Report report)
    {
        var now = report.Environment.Time.GetUtcNow();
        report.Table(
            ["machine", "state", "verdict", "ship", "launch", "type", "address", "age", "reason"],
            machines.Machines.Select(machine => new[]
            {
                machine.Id, machine.State, machine.Verdict, machine.Ship ?? "-", machine.Batch, machine.Type, machine.Address ?? "-", machine.LaunchedAt is null ? "-" : Plain.Age(machine.LaunchedAt, now), machine.Reason,
            }));
    }

    public static Trouble Blind { get; } = new("the provider does not answer: nothing is known of its machines", "the mux's log says why; try again.", ExitCode.Failed);

    /// <summary>A line about machines of other fleets, when there are any.</summary>
    public static void ShowForeign(MachinesInfo machines, Report report)
    {
        if (machines.Machines.Count(machine => machine.Verdict == "foreign") is > 0 and var foreign)
        {
            report.Line($"{foreign} more {(foreign == 1 ? "carries" : "carry")} this camp's name, but not the id of this fleet ({machines.Fleet}): left alone, whoever they are. Give camps of one account different names.");
        }
    }

    private static Command Sweep(CliEnvironment environment)
    {
        var dry = new Option<bool>("--dry-run") { Description = "Show it only: the mux itself sweeps every minute." };
        var json = Verb.JsonOption();
        return Verb.Make("sweep", "What the provider lists, and which machines the sweep takes down.\nExample: mux fleet sweep --dry-run", environment, async (parsed, client, report, cancellationToken) =>
        {
            if (!parsed.GetValue(dry))
            {
                return report.Fail(new Trouble("the mux sweeps by itself, every minute", "give --dry-run to see what it does.", ExitCode.Usage));
            }

            var answer = await client.GetAsync("fleet/machines", ApiJson.Default.MachinesInfo, cancellationToken);
            if (answer.Value is not { At: not null } machines)
            {
                return report.Fail(answer.Trouble ?? Blind);
            }

            if (parsed.GetValue(json))
            {
                return report.Json(machines, ApiJson.Default.MachinesInfo);
            }

            Show(machines, report);
            report.Line($"{machines.Machines.Count(machine => machine.Verdict == "terminate")} of {machines.Machines.Count} machines are nobody's and will be taken down.");
            ShowForeign(machines, report);
            return ExitCode.Done;
        }, dry, json);
    }

    private static Command Retry(CliEnvironment environment)
    {
        var json = Verb.JsonOption();
        return Verb.Make("retry", "Launches that were stopped or paused are tried again at once.\nExample: mux fleet retry", environment, async (parsed, client, report, cancellationToken) =>
        {
            var answer = await client.PostAsync("fleet/retry", ApiJson.Default.FleetInfo, cancellationToken);
            if (answer.Value is not { } fleet)
            {
                return report.Fail(answer.Trouble!);
            }

            if (parsed.GetValue(json))
            {
                return report.Json(fleet, ApiJson.Default.FleetInfo);
            }

            report.Line("Launches are tried again; 'mux status' shows what comes of it.");
            return ExitCode.Done;
        }, json);
    }
}
