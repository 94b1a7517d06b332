using Bench.Login;

namespace Bench.Ec2;

/// <summary>The benches of this folder as one command.</summary>
internal static class Ec2Commands
{
    /// <param name="arguments"><c>--instances N</c> for the look, <c>--ships N</c> for the boot.</param>
    public static async Task RunAsync(string[] arguments)
    {
        await using var look = new LookBench(Arguments.Number(arguments, "--instances", 10_000));
        var looked = await look.RunAsync();
        var booted = await new BootBench(Command.MuxProgram, Arguments.Number(arguments, "--ships", 100)).RunAsync();
        await BenchReport.WriteAsync("ec2", string.Join(' ', arguments), $"## A look at a large fleet\n\n{looked}\n\n## What the mux adds to a boot\n\n{booted}");
    }
}
