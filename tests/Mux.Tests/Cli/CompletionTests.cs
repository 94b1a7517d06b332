using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Mux.Cli;
using Mux.Tests.Api;
using Xunit;

namespace Mux.Tests.Cli;

/// <summary>What a real shell offers after a press of the tabulator.</summary>
public sealed class CompletionTests
{
    private static readonly Dictionary<string, string> Nobody = new() { ["MUX_ORGANIZER_URL"] = "http://127.0.0.1:1", ["MUX_ORGANIZER_TOKEN"] = "x" };

    [Fact]
    public async Task Bash_completes_verbs_and_options()
    {
        Assert.Equal(["rehearse"], await CompleteAsync("mux reh", Nobody));
        Assert.Superset(new HashSet<string> { "list", "show", "pause" }, (await CompleteAsync("mux rollout ", Nobody)).ToHashSet());
        Assert.Equal(["--seats"], await CompleteAsync("mux rehearse --se", Nobody));
        Assert.Superset(new HashSet<string> { "status", "deploy", "completion" }, (await CompleteAsync("mux ", Nobody)).ToHashSet());
    }

    [Fact]
    public async Task Bash_completes_ships_and_tutorials_that_there_are()
    {
        await using var host = await OrganizerHost.StartAsync();
        var ship = await host.PutShipAsync(Mux.Fleet.ShipState.Available);
        var environment = new Dictionary<string, string> { ["MUX_ORGANIZER_URL"] = host.Settings.OrganizerUrl.ToString(), ["MUX_ORGANIZER_TOKEN"] = OrganizerHost.Token };
        Assert.Equal([ship.Id.Value], await PressAsync("mux ship s-", environment));
        Assert.Equal(["intro"], await PressAsync("mux deploy in", environment));
        var attendee = SampleFleet.Attendee("a-$(touch owned)");
        await host.ChangeAsync(draft => draft.Put(attendee));
        Assert.Equal([attendee.Id.Value], await PressAsync("mux attendees code a-", environment));
        Assert.Contains("plots", await PressAsync("mux rehearse --seats 5 --tutorial pl", environment));
    }

    [Fact]
    public async Task A_mux_that_does_not_answer_holds_up_nobody()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var environment = new Dictionary<string, string> { ["MUX_ORGANIZER_URL"] = $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}", ["MUX_ORGANIZER_TOKEN"] = "x" };
        Assert.DoesNotContain(await CompleteAsync("mux ship s-", environment), word => word.StartsWith("s-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _mux_complete mux")]
    [InlineData("zsh", "compdef _mux mux")]
    [InlineData("fish", "complete -c mux")]
    public async Task Each_shell_gets_a_script_of_its_own(string shell, string line)
    {
        var cli = new CommandLine(Nobody);
        Assert.Equal(ExitCode.Done, await cli.RunAsync("completion", shell));
        Assert.Contains(line, cli.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, await cli.RunAsync("completion", "cmd"));
    }

    // The mux has a moment only to answer while somebody types; on a busy machine the key is pressed again.
    private static async Task<string[]> PressAsync(string line, Dictionary<string, string> environment)
    {
        string[] words = [];
        for (var press = 0; press < 10 && words.Length == 0; press++)
        {
            words = await CompleteAsync(line, environment);
        }

        return words;
    }

    // As bash does it: the line and the words stand in variables, and the answer is an array.
    private static async Task<string[]> CompleteAsync(string line, Dictionary<string, string> environment)
    {
        const string Script =
            """
            source <(mux completion bash)
            COMP_LINE="$1" COMP_POINT=${#1}
            read -ra COMP_WORDS <<< "$1"
            case "$1" in *' ') COMP_WORDS+=("") ;; esac
            COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
            _mux_complete
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        var start = new ProcessStartInfo("/bin/bash", ["--norc", "-c", Script, "bash", line]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{start.Environment["PATH"]}";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var bash = Process.Start(start)!;
        var error = bash.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await error);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
