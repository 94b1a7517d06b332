using System.CommandLine;
using System.CommandLine.Parsing;

namespace Mux.Cli;

/// <summary>The command line: <c>mux serve</c>, and a client of the REST interface.</summary>
internal static class MuxCli
{
    private const string About =
        """
        Runs a workshop camp, and steers one that runs.

        The client verbs talk to the mux at MUX_ORGANIZER_URL (http://127.0.0.1:8081 when not set) with the token in
        MUX_ORGANIZER_TOKEN, or in the file organizer-token of the folder MUX_DATA.

        Exit codes: 0 done, 1 it did not come about (a halted deploy, errors in a file), 2 wrong command line,
        3 the mux does not answer or not to this token, 4 the mux refused the order and changed nothing.
        """;

    /// <summary>Gives the process's exit code, one of <see cref="ExitCode"/>.</summary>
    public static async Task<int> RunAsync(string[] args, CliEnvironment environment, CancellationToken cancellationToken = default)
    {
        var root = new RootCommand(About)
        {
            LocalCommands.Serve(environment), FleetCommands.Status(environment), ShipCommands.Ships(environment), ShipCommands.Ship(environment), ShipCommands.Log(environment),
            FleetCommands.Scale(environment), SessionCommands.Session(environment), SessionCommands.Doors(environment), DeployCommand.Deploy(environment), RolloutCommands.List("rollouts", "mux rollouts", environment),
            RolloutCommands.Rollout(environment), ShipCommands.Terminate(environment), AttendeeCommands.Attendees(environment), FleetCommands.Events(environment), MachineCommands.Fleet(environment),
            DownCommand.Down(environment), PreflightCommand.Preflight(environment), RehearseCommand.Rehearse(environment), AlertCommands.Alerts(environment), TokenCommands.Token(environment), AuthorityCommands.Authority(environment), RosterCommands.Roster(environment), HandCommands.Hands(environment),
            LocalCommands.Validate(environment), TryCommand.Try(environment), CompletionCommand.Completion(environment),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && !IsCompletion(args))
        {
            var fix = $"'mux {PathOf(parsed.CommandResult)}--help' shows how it is written.";
            return new Report(environment).Fail(new Trouble(string.Join(' ', parsed.Errors.Select(error => error.Message)), fix, ExitCode.Usage));
        }

        return await parsed.InvokeAsync(
            new InvocationConfiguration { Output = environment.Out, Error = environment.Error, ProcessTerminationTimeout = Patience(parsed.CommandResult.Command.Name), EnableDefaultExceptionHandler = false },
            cancellationToken);
    }

    // A line that is still being typed is wrong in most ways.
    private static bool IsCompletion(string[] args) => args is [{ } first, ..] && first.StartsWith("[suggest", StringComparison.Ordinal);

    private static string PathOf(CommandResult result) => result.Command is RootCommand ? "" : $"{(result.Parent is CommandResult parent ? PathOf(parent) : "")}{result.Command.Name} ";

    // From the signal that ends a verb until it is given up. The server has a handler of its own and takes the time it needs.
    private static TimeSpan? Patience(string verb) => verb switch
    {
        LocalCommands.ServeName => null,
        TryCommand.Name => TimeSpan.FromSeconds(60),
        RehearseCommand.Name => TimeSpan.FromSeconds(70), // it puts everything back
        _ => TimeSpan.FromSeconds(5),
    };
}
