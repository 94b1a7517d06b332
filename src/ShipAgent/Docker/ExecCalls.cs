using System.Text;

namespace ShipAgent.Docker;

/// <summary>How a program in a container ended. ToolAbsent: the image has no such program, nothing ran.</summary>
internal sealed record ExecOutcome(int ExitCode, string Output, string Errors, bool ToolAbsent);

/// <summary>Programs run inside a container, as its own user.</summary>
internal sealed class ExecCalls(DockerEngine engine)
{
    private const int MaxOutputBytes = 256 * 1024;
    private static readonly TimeSpan RunDeadline = TimeSpan.FromSeconds(60);

    /// <summary>Runs <paramref name="command"/> to its end.</summary>
    public async Task<DockerResult<ExecOutcome>> RunAsync(string containerId, IReadOnlyList<string> command,
        CancellationToken cancellationToken)
    {
        var created = await engine.PostAsync($"containers/{Uri.EscapeDataString(containerId)}/exec",
            DockerEngine.Json(new ExecRequest(command, true, true), DockerJson.Default.ExecRequest), DockerJson.Default.Created, cancellationToken);
        if (created.Value is not { } exec)
            return created.Error!;
        var output = await engine.SendAsync(HttpMethod.Post, $"exec/{exec.Id}/start",
            DockerEngine.Json(new ExecStart(false, false), DockerJson.Default.ExecStart), RunDeadline,
            async (response, token) => await LogFrames.ReadTailsAsync(await response.Content.ReadAsStreamAsync(token), MaxOutputBytes, token),
            cancellationToken);
        if (output.Error is { } refused)
            return IsAbsent(refused.Message) ? new ExecOutcome(127, "", "", true) : refused;
        var details = await engine.GetAsync($"exec/{exec.Id}/json", DockerJson.Default.ExecDetails, cancellationToken);
        if (details.Value is not { } end)
            return details.Error!;
        var (text, errors) = (Encoding.UTF8.GetString(output.Value.Output), Encoding.UTF8.GetString(output.Value.Errors));
        var code = end.ExitCode ?? -1;
        return new ExecOutcome(code, text, errors, code is 126 or 127 && IsAbsent(text + errors));
    }

    private static bool IsAbsent(string message) =>
        message.Contains("executable file not found", StringComparison.Ordinal) || message.Contains("no such file or directory", StringComparison.Ordinal);
}
