namespace Bench.Plan;

/// <summary>The bench of this folder as a command.</summary>
internal static class PlanCommands
{
    /// <param name="arguments"><c>--ships N</c>.</param>
    public static async Task RunAsync(string[] arguments) =>
        await BenchReport.WriteAsync("plan", string.Join(' ', arguments), new PlanBench(Arguments.Number(arguments, "--ships", 10_000)).Run());
}
