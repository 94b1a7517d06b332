using System.CommandLine;
using Mux.ApiModel;

namespace Mux.Cli;

/// <summary><c>authority show</c> and <c>authority rotate</c></summary>
internal static class AuthorityCommands
{
    public static Command Authority(CliEnvironment environment) => new("authority", "The camp's own CA, by which mux and ships know each other.") { Show(environment), Rotate(environment) };

    private static Command Show(CliEnvironment environment)
    {
        var json = Verb.JsonOption();
        return Verb.Make("show", "How the CA stands.\nExample: mux authority show", environment, async (parsed, client, report, cancellationToken) =>
            Tell(await client.GetAsync("authority", ApiJson.Default.AuthorityInfo, cancellationToken), parsed.GetValue(json), report), json);
    }

    private static Command Rotate(CliEnvironment environment)
    {
        var json = Verb.JsonOption();
        return Verb.Make("rotate", "A new CA signs from now on; ships take it over by themselves, and the one before counts until they have. The mux does the same by itself before a CA ends.\nExample: mux authority rotate", environment,
            async (parsed, client, report, cancellationToken) => Tell(await client.PostAsync("authority/rotate", ApiJson.Default.AuthorityInfo, cancellationToken), parsed.GetValue(json), report, ordered: true), json);
    }

    private static int Tell(Answer<AuthorityInfo> answer, bool json, Report report, bool ordered = false)
    {
        if (answer.Value is not { } authority)
        {
            return report.Fail(answer.Trouble!);
        }

        if (json)
        {
            return report.Json(authority, ApiJson.Default.AuthorityInfo);
        }

        report.Line($"CA {authority.Fingerprint[..16]}, made {authority.MadeAt:yyyy-MM-dd HH:mm} UTC, good until {authority.NotAfter:yyyy-MM-dd}{(authority.OverlapUntil is { } until ? $"; the one before it counts until {until:yyyy-MM-dd HH:mm} UTC" : "")}");
        if (ordered && authority.OverlapUntil is null)
        {
            report.Line("The change is ordered, but not made yet: look again with 'mux authority show'.");
        }

        return ExitCode.Done;
    }
}
