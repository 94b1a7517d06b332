namespace ShipAgent.Docker;

// The body of POST /containers/create, with the engine's own names; null is left out.
internal sealed record ContainerRequest
{
    public required string Image { get; init; }
    public required string User { get; init; }
    public required IReadOnlyList<string> Env { get; init; }
    public required IReadOnlyDictionary<string, string> Labels { get; init; }
    public required HostConfig HostConfig { get; init; }

    /// <summary>Null: the image's own.</summary>
    public IReadOnlyList<string>? Entrypoint { get; init; }
    public NetworkingConfig? NetworkingConfig { get; init; }
    public IReadOnlyDictionary<string, Nothing>? ExposedPorts { get; init; }
}

internal sealed record Nothing;

internal sealed record HostConfig
{
    public required bool Init { get; init; }
    public required bool ReadonlyRootfs { get; init; }
    public required IReadOnlyDictionary<string, string> Tmpfs { get; init; }
    public required IReadOnlyList<string> CapDrop { get; init; }
    public required IReadOnlyList<string> SecurityOpt { get; init; }
    public required long Memory { get; init; }
    public required long MemorySwap { get; init; }
    public required long NanoCpus { get; init; }
    public required long PidsLimit { get; init; }
    public required IReadOnlyList<Mount> Mounts { get; init; }
    public required LogConfig LogConfig { get; init; }
    public required RestartPolicy RestartPolicy { get; init; }
    public string? NetworkMode { get; init; }
    public IReadOnlyDictionary<string, IReadOnlyList<PortBinding>>? PortBindings { get; init; }
}

internal sealed record Mount(string Type, string Source, string Target, bool ReadOnly, VolumeOptions? VolumeOptions = null);

internal sealed record VolumeOptions(IReadOnlyDictionary<string, string> Labels);

internal sealed record LogConfig(string Type, IReadOnlyDictionary<string, string> Config);

internal sealed record RestartPolicy(string Name);

internal sealed record PortBinding(string HostIp, string HostPort);

internal sealed record NetworkingConfig(IReadOnlyDictionary<string, EndpointConfig> EndpointsConfig);

internal sealed record EndpointConfig(IpamConfig? IPAMConfig);

internal sealed record IpamConfig(string? IPv4Address);
