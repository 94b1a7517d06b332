using System.CommandLine;

namespace Mux.Cli;

/// <summary><c>serve</c> and <c>validate</c>: they need no mux that runs.</summary>
internal static class LocalCommands
{
    public const string ServeName = "serve";

    public static Command Serve(CliEnvironment environment)
    {
        var config = new Option<string>("--config", "-c") { Description = "The camp's file.", DefaultValueFactory = _ => "camp.yaml" };
        var command = new Command(
            ServeName,
            """
            Runs the mux until it is told to stop (SIGTERM or Ctrl-C).
            Environment: MUX_DATA (folder of all state), MUX_ATTENDEE_URL, MUX_ORGANIZER_URL, MUX_CONTROL_URL, MUX_ACCESS_CODE, MUX_ORGANIZER_TOKEN.
            Example: mux serve --config camp.yaml
            """) { config };
        command.SetAction((parsed, cancellationToken) => environment.Local.ServeAsync(parsed.GetValue(config)!, cancellationToken));
        return command;
    }

    public static Command Validate(CliEnvironment environment)
    {
        var file = new Argument<string>("file") { Description = "The camp's file." };
        var command = new Command("validate", "Checks a camp.yaml and prints every error with its line and what to do.\nExample: mux validate camp.yaml") { file };
        command.SetAction(parsed =>
        {
            var report = new Report(environment);
            var name = parsed.GetValue(file)!;
            var errors = environment.Local.Validate(name);
            foreach (var error in errors)
            {
                environment.Error.WriteLine(Plain.Line($"{name}: {error}"));
            }

            if (errors.Count == 0)
            {
                report.Line($"{name} is good.");
            }

            return errors.Count == 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }
}
