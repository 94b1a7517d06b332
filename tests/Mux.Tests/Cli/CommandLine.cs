using System.Text;
using System.Text.Json;
using Mux.Cli;
using Mux.Tests.Api;

namespace Mux.Tests.Cli;

/// <summary>The command line against a mux on loopback.</summary>
internal sealed class CommandLine(IReadOnlyDictionary<string, string> variables)
{
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();

    public CommandLine(OrganizerHost host)
        : this(new Dictionary<string, string> { ["MUX_ORGANIZER_URL"] = host.Settings.OrganizerUrl.ToString(), ["MUX_ORGANIZER_TOKEN"] = OrganizerHost.Token })
    {
    }

    public string Output => output.ToString();

    public string Error => error.ToString();

    public IReadOnlyList<string> CampErrors { get; init; } = [];

    public string Served { get; private set; } = "";

    /// <summary>The only thing on standard output is one JSON document.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement.Clone();

    public Task<int> RunAsync(params string[] arguments)
    {
        output.Clear();
        error.Clear();
        return MuxCli.RunAsync(arguments, new CliEnvironment
        {
            Out = new StringWriter(output),
            Error = new StringWriter(error),
            Variable = name => variables.GetValueOrDefault(name),
            Local = new LocalVerbs(ServeAsync, _ => CampErrors),
        });
    }

    private Task<int> ServeAsync(string file, CancellationToken cancellationToken)
    {
        Served = file;
        return Task.FromResult(0);
    }
}
