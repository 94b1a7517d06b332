using System.CommandLine;

namespace Mux.Cli;

/// <summary>What the verbs that talk to the mux have in common.</summary>
internal static class Verb
{
    public static Option<bool> JsonOption() => new("--json") { Description = "Print the API's own document instead of a table." };

    /// <summary>Makes a command that runs with a client, or says why there is none.</summary>
    public static Command Make(string name, string about, CliEnvironment environment, Func<ParseResult, ApiClient, Report, CancellationToken, Task<int>> run, params Symbol[] parts)
    {
        var command = new Command(name, about);
        foreach (var part in parts)
        {
            if (part is Argument argument)
            {
                command.Add(argument);
            }
            else if (part is Option option)
            {
                command.Add(option);
            }
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = new Report(environment);
            var (address, trouble) = MuxAddress.Find(environment.Variable);
            if (address is null)
            {
                return report.Fail(trouble!);
            }

            using var client = new ApiClient(address);
            return await run(parsed, client, report, cancellationToken);
        });
        return command;
    }
}
