using System.CommandLine;
using Mux.ApiModel;

namespace Mux.Cli;

/// <summary><c>token create</c>, <c>list</c>, <c>revoke</c></summary>
internal static class TokenCommands
{
    public static Command Token(CliEnvironment environment) => new("token", "Tokens for authors, helpers and further organizers.\nExample: mux token create --author Ada --tutorial intro")
    {
        Create(environment), List(environment), Revoke(environment),
    };

    private static Command Create(CliEnvironment environment)
    {
        var author = new Option<string>("--author") { Description = "For the author of that name: deploys the own tutorials only." };
        var helper = new Option<string>("--helper") { Description = "For the helper of that name: sees the fleet, changes nothing about the camp." };
        var organizer = new Option<string>("--organizer") { Description = "For the organizer of that name: everything." };
        var tutorials = new Option<string[]>("--tutorial", "-t") { Description = "An author's own; may be given several times.", AllowMultipleArgumentsPerToken = true };
        var days = new Option<int>("--days") { Description = "How long it is good: 1 to 365.", DefaultValueFactory = _ => 30 };
        var json = Verb.JsonOption();
        return Verb.Make("create", "Makes a token and prints it, this once. Whoever gets it sets MUX_ORGANIZER_TOKEN.\nExample: mux token create --author Ada --tutorial intro --days 7", environment, async (parsed, client, report, cancellationToken) =>
        {
            var given = new[] { ("author", parsed.GetValue(author)), ("helper", parsed.GetValue(helper)), ("organizer", parsed.GetValue(organizer)) }.Where(pair => pair.Item2 is not null).ToList();
            if (given is not [var (role, name)])
            {
                return report.Fail(new Trouble("nothing was made", "give exactly one of --author, --helper and --organizer, with a name.", ExitCode.Usage));
            }

            var request = new TokenRequest(name, role, parsed.GetValue(tutorials) ?? [], parsed.GetValue(days));
            var answer = await client.SendAsync(HttpMethod.Post, "tokens", request, ApiJson.Default.TokenRequest, ApiJson.Default.TokenMadeInfo, cancellationToken);
            if (answer.Value is not { } made)
            {
                return report.Fail(answer.Trouble!);
            }

            if (parsed.GetValue(json))
            {
                return report.Json(made, ApiJson.Default.TokenMadeInfo);
            }

            report.Line(made.Token);
            report.Line($"{made.Info.Id}: {made.Info.Role} {made.Info.Name}, good until {made.Info.ExpiresAt:yyyy-MM-dd}. It is shown this once.");
            return ExitCode.Done;
        }, author, helper, organizer, tutorials, days, json);
    }

    private static Command List(CliEnvironment environment)
    {
        var json = Verb.JsonOption();
        return Verb.Make("list", "All tokens that are good, without the tokens themselves.\nExample: mux token list", environment, async (parsed, client, report, cancellationToken) =>
        {
            var answer = await client.GetAsync("tokens", ApiJson.Default.IReadOnlyListTokenInfo, cancellationToken);
            if (answer.Value is not { } tokens)
            {
                return report.Fail(answer.Trouble!);
            }

            if (parsed.GetValue(json))
            {
                return report.Json(tokens, ApiJson.Default.IReadOnlyListTokenInfo);
            }

            report.Table(
                ["token", "name", "role", "tutorials", "good until", "made by"],
                tokens.Select(token => new[] { token.Id, token.Name, token.Role, token.Tutorials.Count == 0 ? "-" : string.Join(", ", token.Tutorials), $"{token.ExpiresAt:yyyy-MM-dd}", token.CreatedBy }));
            return ExitCode.Done;
        }, json);
    }

    private static Command Revoke(CliEnvironment environment)
    {
        var id = new Argument<string>("token") { Description = "Its id, as in t-4kcn8v2x." };
        var json = Verb.JsonOption();
        return Verb.Make("revoke", "Ends a token at once.\nExample: mux token revoke t-4kcn8v2x", environment, async (parsed, client, report, cancellationToken) =>
        {
            var answer = await client.DeleteAsync("tokens/" + Uri.EscapeDataString(parsed.GetValue(id)!.Trim('.', ' ') is { Length: > 0 } text ? text : "none"), ApiJson.Default.TokenInfo, cancellationToken);
            if (answer.Value is not { } token)
            {
                return report.Fail(answer.Trouble!);
            }

            if (parsed.GetValue(json))
            {
                return report.Json(token, ApiJson.Default.TokenInfo);
            }

            report.Line($"{token.Id} of {token.Name} is good no longer.");
            return ExitCode.Done;
        }, id, json);
    }
}
