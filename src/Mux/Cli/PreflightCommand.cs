using System.CommandLine;
using Mux.ApiModel;

namespace Mux.Cli;

/// <summary><c>preflight</c>: will the whole fleet fit?</summary>
internal static class PreflightCommand
{
    public static Command Preflight(CliEnvironment environment)
    {
        var json = Verb.JsonOption();
        return Verb.Make(
            "preflight",
            """
            Asks the provider whether all of max_ships would fit: credentials, image, types, subnets, permissions, quotas, price. Nothing is launched.
            Exit code 0 when nothing is short; 1 when something is, with the number that is wanted, the one that is there, and what to do.
            Example: mux preflight --json | jq '.checks[] | select(.verdict == "short")'
            """,
            environment,
            async (parsed, client, report, cancellationToken) =>
            {
                var answer = await client.GetAsync("preflight", ApiJson.Default.PreflightInfo, cancellationToken);
                return answer.Value is not { } found ? report.Fail(answer.Trouble!)
                    : parsed.GetValue(json) ? report.Json(found, ApiJson.Default.PreflightInfo, Verdict(found))
                    : Show(found, report);
            },
            json);
    }

    private static int Show(PreflightInfo found, Report report)
    {
        report.Table(["check", "verdict", "wanted", "there"], found.Checks.Select(check => new[] { check.Name, check.Verdict, check.Wanted, check.There.Length > 0 ? check.There : "-" }));
        foreach (var check in found.Checks.Where(check => check.Fix.Length > 0))
        {
            report.Line($"{check.Name}{(check.Code.Length > 0 ? $" ({check.Code})" : "")}: {check.Fix}");
        }

        report.Line(found.Summary);
        return Verdict(found);
    }

    private static int Verdict(PreflightInfo found) => found.Verdict == "short" ? ExitCode.Failed : ExitCode.Done;
}
