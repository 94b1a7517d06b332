namespace Bench.Fleet;

/// <summary>The bench of this folder as a command.</summary>
internal static class FleetCommands
{
    /// <param name="arguments"><c>--ships N</c>.</param>
    public static async Task RunAsync(string[] arguments)
    {
        using var bench = new FleetBench(Path.Combine(AppContext.BaseDirectory, "mux"), Arguments.Number(arguments, "--ships", 1000));
        await BenchReport.WriteAsync("fleet", string.Join(' ', arguments), await bench.RunAsync());
    }
}
