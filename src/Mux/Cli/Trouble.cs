using Mux.ApiModel;

namespace Mux.Cli;

/// <summary>Why a verb did not work, what to do, and what the shell is told.</summary>
internal sealed record Trouble(string What, string Fix, int ExitCode)
{
    public static Trouble Unreachable(Uri url, string why) => new(
        $"cannot reach the mux at {url.GetLeftPart(UriPartial.Authority)}: {why}",
        "is it running? Start it with 'ops/up', or set MUX_ORGANIZER_URL to where it is.",
        Cli.ExitCode.Unreachable);

    public static Trouble Of(ApiProblem problem) => problem.Status == 401
        ? new Trouble("the mux does not accept the organizer token", "set MUX_ORGANIZER_TOKEN to the one that ops/up printed, or MUX_DATA to the mux's folder.", Cli.ExitCode.Unreachable)
        : new Trouble($"{problem.Detail ?? problem.Title ?? $"the mux answered {problem.Status}"}", problem.Fix ?? "", Cli.ExitCode.Refused);
}

/// <summary>Either what the mux answered or why not.</summary>
internal sealed record Answer<T>(T? Value, Trouble? Trouble)
    where T : class;
