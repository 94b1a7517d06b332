using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Ec2Emulator.Tests.Cli;

/// <summary>Debian's own <c>aws</c>: a client that we did not write, with its waiters and its own reading of the model.</summary>
internal sealed class AwsCli(Uri endpoint)
{
    private const string Program = "/usr/bin/aws";

    public static string? Missing { get; } = File.Exists(Program) ? null : $"{Program} is not installed: apt-get install awscli";

    /// <summary>The answer as JSON; null when there is none.</summary>
    public async Task<JsonNode?> AskAsync(params string[] arguments)
    {
        var (code, output, error) = await RunAsync(arguments);
        return code == 0 ? output.Length == 0 ? null : JsonNode.Parse(output) : throw new InvalidOperationException($"aws {string.Join(' ', arguments)} ended with {code}: {error}");
    }

    public async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, ["ec2", .. arguments, "--endpoint-url", endpoint.ToString(), "--output", "json", "--no-cli-pager"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, (await output).Trim(), (await error).Trim());
    }

    // Neither this machine's AWS settings nor its Python's.
    private static Dictionary<string, string> Environment { get; } = new()
    {
        ["AWS_ACCESS_KEY_ID"] = "test",
        ["AWS_SECRET_ACCESS_KEY"] = "test",
        ["AWS_DEFAULT_REGION"] = "us-east-1",
        ["AWS_CONFIG_FILE"] = "/dev/null",
        ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["AWS_MAX_ATTEMPTS"] = "1",
    };
}
