using System.CommandLine;
using System.Globalization;

namespace Mux.Cli;

/// <summary><c>try</c>: an author's folder built and run on this machine as a ship would run it.</summary>
internal static class TryCommand
{
    public const string Name = "try";

    public static Command Try(CliEnvironment environment)
    {
        var folder = new Argument<string>("dir") { Description = "The tutorial's folder, with its Dockerfile." };
        var data = new Option<string[]>("--data") { Description = "A folder for /data, read-only; may be given more than once." };
        var port = new Option<int?>("--port") { Description = "On this machine; any free one when not given." };
        var memory = new Option<string>("--memory") { Description = "As in camp.yaml, such as 1GiB." };
        var cpus = new Option<string>("--cpus") { Description = "As in camp.yaml, such as 0.5." };
        var name = new Option<string>("--name") { Description = "The tutorial's name in its URL; the folder's when not given." };
        var basis = new Option<string>("--base") { Description = "The image to build on, given to the Dockerfile as BASE; its own default when not given." };
        var command = new Command(
            Name,
            """
            Builds a tutorial's folder and runs it here exactly as a ship would: same limits, same read-only root, same init hooks, same health check.
            Prints its URL when it is healthy, and what fails when it is not. Ctrl-C ends it.
            Exit code 0 when it was healthy, 1 when it was not. MUX_AGENT names the ship-agent's executable if it is not beside this one.
            Example: mux try images/tutorials/penguins --data images/datasets/penguins
            """) { folder, data, port, memory, cpus, name, basis };
        command.SetAction((parsed, cancellationToken) =>
        {
            string[] agent =
            [
                .. (parsed.GetValue(data) ?? []).SelectMany(path => new[] { "--data", Path.GetFullPath(path) }),
                .. Given("--memory", parsed.GetValue(memory)),
                .. Given("--cpus", parsed.GetValue(cpus)),
                .. Given("--port", parsed.GetValue(port)?.ToString(CultureInfo.InvariantCulture)),
            ];
            return new Trial(environment, Path.GetFullPath(parsed.GetValue(folder)!), parsed.GetValue(name), parsed.GetValue(basis), agent).RunAsync(cancellationToken);
        });
        return command;
    }

    private static string[] Given(string option, string? value) => value is null ? [] : [option, value];
}
