using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ShipAgent.Containers;
using ShipAgent.Docker;

namespace ShipAgent.Health;

/// <summary>What an image's delivery of its content came to; a failure is one line, null when all went well or there is no tool.</summary>
internal sealed record Delivery(string? Failure, IReadOnlyList<string> Conflicts);

/// <summary>The image's own <c>camp-content</c>, which brings its files into the home; images without it have nothing to bring.</summary>
internal sealed class ContentTool(ExecCalls exec)
{
    private const int MaxConflicts = 50;
    private const int MaxComplaintBytes = 400;

    /// <summary>The notebook that the image names as its first, or null.</summary>
    public async Task<string?> FirstNotebookAsync(string containerId, CancellationToken cancellationToken)
    {
        var result = await exec.RunAsync(containerId, ["camp-content", "first"], cancellationToken);
        return result.Value is { ExitCode: 0, ToolAbsent: false } outcome && outcome.Output.Trim() is { Length: > 0 and <= 512 } path
            && !path.Contains('\n', StringComparison.Ordinal) ? path : null;
    }

    public async Task<Delivery> ApplyAsync(string containerId, CancellationToken cancellationToken)
    {
        var result = await exec.RunAsync(containerId, ["camp-content", "apply"], cancellationToken);
        if (result.Value is not { } outcome)
            return new Delivery($"the image's content was not delivered: {result.Error!.Message}", []);
        if (outcome.ToolAbsent)
            return new Delivery(null, []);
        if (outcome.ExitCode != 0)
            return new Delivery($"camp-content apply failed with exit code {outcome.ExitCode}: {LastLine(outcome.Errors)}", []);
        return new Delivery(null, ConflictsOf(outcome.Output));
    }

    private static string LastLine(string errors) =>
        LogText.Tail(Encoding.UTF8.GetBytes(errors), MaxComplaintBytes).Trim().Split('\n')[^1];

    internal static IReadOnlyList<string> ConflictsOf(string output)
    {
        try
        {
            var conflicts = JsonSerializer.Deserialize(output, ContentJson.Default.ContentReport)?.Conflicts ?? [];
            return [.. conflicts.Where(conflict => conflict.Path is { Length: > 0 and <= 512 }).Select(conflict => conflict.Path!).Take(MaxConflicts)];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}

internal sealed record ContentReport(ContentConflict[]? Conflicts);

internal sealed record ContentConflict(string? Path);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ContentReport))]
internal sealed partial class ContentJson : JsonSerializerContext;
