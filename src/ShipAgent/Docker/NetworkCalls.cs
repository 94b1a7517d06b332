namespace ShipAgent.Docker;

/// <summary>The engine's calls about networks and about itself.</summary>
internal sealed class NetworkCalls(DockerEngine engine)
{
    public Task<DockerResult<EngineInfo>> InfoAsync(CancellationToken cancellationToken) =>
        engine.GetAsync("info", DockerJson.Default.EngineInfo, cancellationToken);

    private const string BridgeOption = "com.docker.network.bridge.name";

    /// <summary>Makes the network unless it is there; its containers do not reach one another.</summary>
    /// <param name="name">Of the network.</param>
    /// <param name="bridge">Name of its interface, for a network without a way out whose rules a firewall holds; null: any, and the way out is open.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<DockerResult<Done>> EnsureAsync(string name, string? bridge, CancellationToken cancellationToken)
    {
        var found = await engine.GetAsync($"networks/{Uri.EscapeDataString(name)}", DockerJson.Default.NetworkDetails, cancellationToken);
        if (found.Value is { } network)
            return bridge is null || network.Options?.GetValueOrDefault(BridgeOption) == bridge ? default(Done)
                : new DockerError(DockerFault.Refused, $"the network {name} is not on the interface {bridge}, where the firewall expects it: remove it (docker network rm {name})");
        if (found.Error!.Fault != DockerFault.NotFound)
            return found.Error;
        var options = new Dictionary<string, string> { ["com.docker.network.bridge.enable_icc"] = "false" };
        if (bridge is not null)
            (options[BridgeOption], options["com.docker.network.bridge.enable_ip_masquerade"]) = (bridge, "false");
        var request = new NetworkRequest(name, true, options,
            new Dictionary<string, string> { ["risecamp.purpose"] = name });
        var made = await engine.PostAsync("networks/create", DockerEngine.Json(request, DockerJson.Default.NetworkRequest),
            DockerJson.Default.Created, cancellationToken);
        return made.Error is { Fault: not DockerFault.Conflict } error ? error : default(Done);
    }
}
