namespace Bench.Ec2;

/// <summary>The bench of this folder as a command.</summary>
internal static class Ec2Commands
{
    /// <param name="arguments"><c>--instances N</c>.</param>
    public static async Task RunAsync(string[] arguments)
    {
        await using var bench = new LookBench(Arguments.Number(arguments, "--instances", 10_000));
        await BenchReport.WriteAsync("ec2", string.Join(' ', arguments), await bench.RunAsync());
    }
}
