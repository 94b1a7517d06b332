using Bench.Login;

namespace Bench.Waiting;

/// <summary>The bench of this folder as a command.</summary>
internal static class WaitingCommands
{
    /// <param name="arguments"><c>--herd N</c>, <c>--crowd N</c>, <c>--ships N</c> for the crowd, <c>--watchers N</c>.</param>
    public static async Task RunAsync(string[] arguments)
    {
        var bench = new WaitingBench(Command.MuxProgram);
        await BenchReport.WriteAsync("waiting", string.Join(' ', arguments), await bench.RunAsync(
            Arguments.Number(arguments, "--herd", 320), Arguments.Number(arguments, "--crowd", 1000), Arguments.Number(arguments, "--ships", 900), Arguments.Number(arguments, "--watchers", 1000)));
    }
}
