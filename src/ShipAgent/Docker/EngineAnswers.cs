using System.Text.Json;
using System.Text.Json.Serialization;

namespace ShipAgent.Docker;

// What the engine answers, as far as a ship needs it.
internal sealed record ErrorMessage([property: JsonPropertyName("message")] string? Message);

internal sealed record Created(string Id);

internal sealed record ContainerItem(string Id, IReadOnlyList<string>? Names, long Created, string State,
    IReadOnlyDictionary<string, string>? Labels, NetworkSettings? NetworkSettings);

internal sealed record ContainerDetails(string Id, string Name, ContainerState State, ContainerConfig Config,
    IReadOnlyList<MountPoint>? Mounts, NetworkSettings? NetworkSettings, HostConfigRead? HostConfig, string? Image = null);

internal sealed record ContainerState(string Status, bool Running, int ExitCode, bool OOMKilled, string? Error);

internal sealed record ContainerConfig(string Image, IReadOnlyList<string>? Env, IReadOnlyDictionary<string, string>? Labels, string? User);

internal sealed record MountPoint(string Type, string? Name, string? Source, string Destination, bool RW);

internal sealed record NetworkSettings(IReadOnlyDictionary<string, NetworkEndpoint>? Networks,
    IReadOnlyDictionary<string, IReadOnlyList<PortBinding>?>? Ports);

internal sealed record NetworkEndpoint(string? IPAddress, IpamConfig? IPAMConfig);

internal sealed record HostConfigRead(bool ReadonlyRootfs, bool? Init, long Memory, long MemorySwap, long NanoCpus, long? PidsLimit,
    IReadOnlyList<string>? CapDrop, IReadOnlyList<string>? SecurityOpt, IReadOnlyDictionary<string, string>? Tmpfs, bool Privileged);

internal sealed record ImageDetails(string Id, IReadOnlyList<string>? RepoDigests, string? Architecture = null, RootFileSystem? RootFS = null,
    IReadOnlyDictionary<string, JsonElement>? Config = null);

internal sealed record RootFileSystem(IReadOnlyList<string>? Layers);

internal sealed record HistoryStep(string CreatedBy, long Size);

internal sealed record WaitAnswer(int StatusCode);

internal sealed record PathStat([property: JsonPropertyName("mode")] uint Mode, [property: JsonPropertyName("linkTarget")] string? LinkTarget);

internal sealed record EngineInfo(string? DockerRootDir);

internal sealed record NetworkDetails(string Id, string Name, IReadOnlyDictionary<string, string>? Options);

internal sealed record NetworkRequest(string Name, bool CheckDuplicate, IReadOnlyDictionary<string, string> Options,
    IReadOnlyDictionary<string, string> Labels);

internal sealed record AuthConfig([property: JsonPropertyName("username")] string User, [property: JsonPropertyName("password")] string Password,
    [property: JsonPropertyName("serveraddress")] string Server);

internal sealed record PullLine([property: JsonPropertyName("status")] string? Status, [property: JsonPropertyName("id")] string? Id,
    [property: JsonPropertyName("error")] string? Error, [property: JsonPropertyName("progressDetail")] PullProgress? Detail);

internal sealed record PullProgress([property: JsonPropertyName("current")] long? Current, [property: JsonPropertyName("total")] long? Total);

internal sealed record ExecRequest(IReadOnlyList<string> Cmd, bool AttachStdout, bool AttachStderr);

internal sealed record ExecStart(bool Detach, bool Tty);

internal sealed record ExecDetails(int? ExitCode, bool Running);

internal sealed record EngineStats([property: JsonPropertyName("cpu_stats")] CpuStats? Cpu, [property: JsonPropertyName("memory_stats")] MemoryStats? Memory);

internal sealed record CpuStats([property: JsonPropertyName("cpu_usage")] CpuUsage? Usage);

internal sealed record CpuUsage([property: JsonPropertyName("total_usage")] ulong Total);

internal sealed record MemoryStats([property: JsonPropertyName("usage")] ulong Usage, [property: JsonPropertyName("limit")] ulong Limit,
    [property: JsonPropertyName("stats")] MemoryDetail? Detail);

internal sealed record MemoryDetail([property: JsonPropertyName("inactive_file")] ulong? InactiveFile,
    [property: JsonPropertyName("total_inactive_file")] ulong? TotalInactiveFile);


/// <summary>Generated at build: reflection over these would cost each agent megabytes.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ErrorMessage), TypeInfoPropertyName = "ErrorMessage")]
[JsonSerializable(typeof(ContainerRequest))]
[JsonSerializable(typeof(Created))]
[JsonSerializable(typeof(ContainerItem[]), TypeInfoPropertyName = "ContainerItems")]
[JsonSerializable(typeof(ContainerDetails))]
[JsonSerializable(typeof(ImageDetails))]
[JsonSerializable(typeof(HistoryStep[]), TypeInfoPropertyName = "HistorySteps")]
[JsonSerializable(typeof(WaitAnswer))]
[JsonSerializable(typeof(PathStat))]
[JsonSerializable(typeof(EngineInfo))]
[JsonSerializable(typeof(NetworkDetails))]
[JsonSerializable(typeof(NetworkRequest))]
[JsonSerializable(typeof(PullLine))]
[JsonSerializable(typeof(AuthConfig))]
[JsonSerializable(typeof(ExecRequest))]
[JsonSerializable(typeof(ExecStart))]
[JsonSerializable(typeof(ExecDetails))]
[JsonSerializable(typeof(EngineStats))]
internal sealed partial class DockerJson : JsonSerializerContext;
