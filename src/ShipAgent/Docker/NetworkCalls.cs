namespace ShipAgent.Docker;

/// <summary>The engine's calls about networks and about itself.</summary>
internal sealed class NetworkCalls(DockerEngine engine)
{
    public Task<DockerResult<EngineInfo>> InfoAsync(CancellationToken cancellationToken) =>
        engine.GetAsync("info", DockerJson.Default.EngineInfo, cancellationToken);

    /// <summary>Makes the network unless it is there.</summary>
    public async Task<DockerResult<Done>> EnsureAsync(string name, CancellationToken cancellationToken)
    {
        var found = await engine.GetAsync($"networks/{Uri.EscapeDataString(name)}", DockerJson.Default.NetworkDetails, cancellationToken);
        if (found.Ok)
            return default(Done);
        if (found.Error!.Fault != DockerFault.NotFound)
            return found.Error;
        var request = new NetworkRequest(name, true,
            new Dictionary<string, string> { ["com.docker.network.bridge.enable_icc"] = "false" },
            new Dictionary<string, string> { ["risecamp.purpose"] = name });
        var made = await engine.PostAsync("networks/create", DockerEngine.Json(request, DockerJson.Default.NetworkRequest),
            DockerJson.Default.Created, cancellationToken);
        return made.Error is { Fault: not DockerFault.Conflict } error ? error : default(Done);
    }
}
