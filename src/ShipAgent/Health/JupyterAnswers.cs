using System.Text.Json.Serialization;

namespace ShipAgent.Health;

// Jupyter's REST and kernel messages, as far as a ship needs them.
internal sealed record JupyterStatus(int? Connections, int? Kernels, DateTimeOffset? LastActivity);

internal sealed record KernelInfo(string? Id, string? ExecutionState, DateTimeOffset? LastActivity);

internal sealed record KernelSpecs(string? Default);

internal sealed record ContentFolder(ContentItem[]? Content);

internal sealed record ContentItem(string? Path, string? Type);

internal sealed record KernelChoice(string Name);

internal sealed record SessionRequest(string Path, string Name, string Type, KernelChoice Kernel);

internal sealed record SessionInfo(KernelInfo? Kernel);

internal sealed record KernelHeader(string MsgId, string MsgType, string Username, string Session, string Version, string Date);

internal sealed record ExecuteContent(string Code, bool Silent, bool StoreHistory, bool AllowStdin, bool StopOnError, Dictionary<string, string> UserExpressions);

internal sealed record ExecuteMessage(KernelHeader Header, Dictionary<string, string> ParentHeader, Dictionary<string, string> Metadata,
    ExecuteContent Content, string Channel, string[] Buffers);

internal sealed record KernelMessage(KernelMessageHeader? Header, KernelMessageHeader? ParentHeader, KernelMessageContent? Content);

internal sealed record KernelMessageHeader(string? MsgId, string? MsgType);

internal sealed record KernelMessageContent(string? Status, string? ExecutionState);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(JupyterStatus))]
[JsonSerializable(typeof(KernelInfo))]
[JsonSerializable(typeof(KernelInfo[]), TypeInfoPropertyName = "Kernels")]
[JsonSerializable(typeof(KernelSpecs))]
[JsonSerializable(typeof(ContentFolder))]
[JsonSerializable(typeof(KernelChoice))]
[JsonSerializable(typeof(SessionRequest))]
[JsonSerializable(typeof(SessionInfo))]
[JsonSerializable(typeof(ExecuteMessage))]
[JsonSerializable(typeof(KernelMessage))]
internal sealed partial class JupyterJson : JsonSerializerContext;
