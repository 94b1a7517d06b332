using System.CommandLine;
using Mux.ApiModel;

namespace Mux.Cli;

/// <summary><c>down</c>: the bill to zero, and the proof of it.</summary>
internal static class DownCommand
{
    public const string Name = "down";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static Command Down(CliEnvironment environment)
    {
        var yes = new Option<bool>("--yes") { Description = "End every ship, those in use too, without a question." };
        var minutes = new Option<int>("--minutes") { Description = "How long to wait for the provider's word.", DefaultValueFactory = _ => 15 };
        return Verb.Make(Name, "Ends every ship and waits until the provider lists no machine of the fleet.\nExample: mux down --yes", environment, async (parsed, client, report, cancellationToken) =>
        {
            if (!parsed.GetValue(yes) && !Confirmed(environment))
            {
                return report.Fail(new Trouble("not confirmed; nothing was changed", "give --yes to end every ship without a question.", ExitCode.Usage));
            }

            var ordered = await client.PostAsync("fleet/down", ApiJson.Default.FleetInfo, cancellationToken);
            return ordered.Value is { } fleet
                ? await WaitAsync(client, report, fleet.Time, TimeSpan.FromMinutes(parsed.GetValue(minutes)), cancellationToken)
                : report.Fail(ordered.Trouble!);
        }, yes, minutes);
    }

    private static async Task<int> WaitAsync(ApiClient client, Report report, DateTimeOffset ordered, TimeSpan patience, CancellationToken cancellationToken)
    {
        var time = report.Environment.Time;
        var start = time.GetTimestamp();
        var told = "";
        while (true)
        {
            var answer = await client.GetAsync("fleet/machines", ApiJson.Default.MachinesInfo, cancellationToken);
            if (answer.Value is { } machines && IsProven(machines, ordered))
            {
                report.Line($"Down: asked at {machines.At:HH:mm:ss} UTC, the provider lists no machine of this fleet that runs.");
                MachineCommands.ShowForeign(machines, report);
                return ExitCode.Done;
            }

            if (time.GetElapsedTime(start) >= patience)
            {
                return Left(answer, report);
            }

            var words = answer.Value is { } left ? Words(left) : answer.Trouble!.What;
            if (words != told)
            {
                report.Line(told = words);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    // A list from before the order proves nothing.
    private static bool IsProven(MachinesInfo machines, DateTimeOffset ordered) =>
        machines.At > ordered && machines.Unfinished == 0 && !Left(machines).Any();

    // Another fleet's machines are no business of ours, whatever their camp is called.
    private static IEnumerable<MachineInfo> Left(MachinesInfo machines) => machines.Machines.Where(machine => machine.State != "gone" && machine.Verdict != "foreign");

    private static string Words(MachinesInfo machines) => machines.At is null
        ? "the provider does not answer"
        : $"{Left(machines).Count()} machines are there, {Left(machines).Count(machine => machine.State == "ending")} of them ending; {machines.Unfinished} ships and orders to be closed";

    private static int Left(Answer<MachinesInfo> answer, Report report)
    {
        if (answer.Value is not { At: not null } machines)
        {
            return report.Fail(answer.Trouble ?? MachineCommands.Blind);
        }

        var left = machines with { Machines = [.. Left(machines)] };
        MachineCommands.Show(left, report);
        return report.Fail(new Trouble($"{Words(machines)}", "the mux goes on ending them; run 'mux down --yes' again to wait on, and look at the provider's own console.", ExitCode.Failed));
    }

    private static bool Confirmed(CliEnvironment environment)
    {
        if (!environment.IsTerminal)
        {
            return false;
        }

        environment.Out.Write("End every ship of the camp, those in use too? [y/N] ");
        return environment.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
