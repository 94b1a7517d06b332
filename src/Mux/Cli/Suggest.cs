using System.CommandLine;
using System.CommandLine.Completions;
using Mux.ApiModel;

namespace Mux.Cli;

/// <summary>What a shell may complete that only the mux knows. Asked for while somebody types: no answer within a moment is no suggestion, and never an error.</summary>
internal static class Suggest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static Argument<string> Ships(Argument<string> argument, CliEnvironment environment)
    {
        argument.CompletionSources.Add(_ => Ask(environment, async (client, token) => (await client.GetAsync("ships", ApiJson.Default.IReadOnlyListShipInfo, token)).Value?.Select(ship => ship.Id)));
        return argument;
    }

    /// <summary>Ids alone: a shell expands what it is offered, and a name is whatever an attendee typed.</summary>
    public static Argument<string> Attendees(Argument<string> argument, CliEnvironment environment)
    {
        argument.CompletionSources.Add(_ => Ask(environment, async (client, token) => (await client.GetAsync("attendees", ApiJson.Default.IReadOnlyListAttendeeInfo, token)).Value?.Select(attendee => attendee.Id)));
        return argument;
    }

    public static Argument<string> Tutorials(Argument<string> argument, CliEnvironment environment)
    {
        argument.CompletionSources.Add(_ => Ask(environment, TutorialsAsync));
        return argument;
    }

    public static Option<string> Tutorials(Option<string> option, CliEnvironment environment)
    {
        option.CompletionSources.Add(_ => Ask(environment, TutorialsAsync));
        return option;
    }

    private static async Task<IEnumerable<string>?> TutorialsAsync(ApiClient client, CancellationToken cancellationToken) =>
        (await client.GetAsync("fleet", ApiJson.Default.FleetInfo, cancellationToken)).Value?.Tutorials.Select(tutorial => tutorial.Name);

    // Completion is not asynchronous; and what is asked may hang in a name look-up that heeds no cancellation.
    private static CompletionItem[] Ask(CliEnvironment environment, Func<ApiClient, CancellationToken, Task<IEnumerable<string>?>> ask)
    {
        var asking = Task.Run(() => AskAsync(environment, ask));
        return asking.Wait(Patience) ? asking.Result : [];
    }

    private static async Task<CompletionItem[]> AskAsync(CliEnvironment environment, Func<ApiClient, CancellationToken, Task<IEnumerable<string>?>> ask)
    {
        if (MuxAddress.Find(environment.Variable).Address is not { } address)
        {
            return [];
        }

        using var patience = new CancellationTokenSource(Patience);
        using var client = new ApiClient(address);
        try
        {
            return [.. (await ask(client, patience.Token) ?? []).Select(name => new CompletionItem(Plain.Line(name)))];
        }
        catch (OperationCanceledException)
        {
            return [];
        }
    }
}
