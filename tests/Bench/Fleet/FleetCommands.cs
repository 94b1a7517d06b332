using Bench.Login;

namespace Bench.Fleet;

/// <summary>The benches of this folder as commands.</summary>
internal static class FleetCommands
{
    /// <param name="arguments"><c>--ships N</c>.</param>
    public static async Task RunAsync(string[] arguments)
    {
        using var bench = new FleetBench(Command.MuxProgram, Arguments.Number(arguments, "--ships", 1000));
        await BenchReport.WriteAsync("fleet", string.Join(' ', arguments), await bench.RunAsync());
    }

    /// <param name="arguments"><c>--ships N</c>.</param>
    public static async Task RolloutAsync(string[] arguments)
    {
        var bench = new RolloutBench(Command.MuxProgram, Arguments.Number(arguments, "--ships", 1000));
        await BenchReport.WriteAsync("rollout", string.Join(' ', arguments), await bench.RunAsync());
    }
}
