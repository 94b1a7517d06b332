using System.Globalization;
using ShipAgent.Docker;

namespace ShipAgent.Containers;

/// <summary>Where a tutorial's Jupyter listens.</summary>
internal sealed record Endpoint(string Address, int Port);

/// <summary>How a container gets an address at which the mux (or an author's browser) reaches it.</summary>
internal interface IPlacement
{
    /// <summary>Makes the network if this placement has one of its own.</summary>
    Task<DockerResult<Done>> PrepareAsync(CancellationToken cancellationToken);

    /// <summary>The request with network and ports filled in, or null when no place is free.</summary>
    /// <param name="request">The container so far.</param>
    /// <param name="taken">Places of the ship's other containers, stopped ones too.</param>
    ContainerRequest? Place(ContainerRequest request, IReadOnlyCollection<string> taken);

    /// <summary>The place that a listed container holds, running or not; empty when it holds none.</summary>
    string PlaceOf(ContainerItem container);

    /// <summary>Where the container listens, once it has been started; null while that is unknown.</summary>
    Endpoint? Locate(ContainerDetails container);
}

/// <summary>A fixed address on the camp's own network, out of the ship's block: it stays the same through restarts.</summary>
internal sealed class NetworkPlacement(string network, AddressBlock block) : IPlacement
{
    private readonly Lock _gate = new();
    private string? _last;

    // Whoever launched the ship has made the network for all ships of this machine.
    public Task<DockerResult<Done>> PrepareAsync(CancellationToken cancellationToken) => Task.FromResult<DockerResult<Done>>(default(Done));

    public ContainerRequest? Place(ContainerRequest request, IReadOnlyCollection<string> taken)
    {
        lock (_gate)
        {
            if (block.PickFree(taken, _last) is not { } address)
                return null;
            _last = address;
            var endpoint = new EndpointConfig(new IpamConfig(address));
            return request with
            {
                HostConfig = request.HostConfig with { NetworkMode = network },
                NetworkingConfig = new NetworkingConfig(new Dictionary<string, EndpointConfig> { [network] = endpoint }),
            };
        }
    }

    public string PlaceOf(ContainerItem container) =>
        container.NetworkSettings?.Networks?.Values.Select(AddressOf).FirstOrDefault(found => found is not null) ?? "";

    public Endpoint? Locate(ContainerDetails container) =>
        container.NetworkSettings?.Networks?.GetValueOrDefault(network) is { } place && AddressOf(place) is { } address
            ? new Endpoint(address, ContainerRecipe.JupyterPort)
            : null;

    private static string? AddressOf(NetworkEndpoint place) =>
        place.IPAMConfig?.IPv4Address is { Length: > 0 } wanted ? wanted : place.IPAddress is { Length: > 0 } given ? given : null;
}

/// <summary>A port of 127.0.0.1: for an author's laptop.</summary>
internal sealed class PublishedPlacement(string network, int port) : IPlacement
{
    private const string Loopback = "127.0.0.1";
    private static readonly string Inside = $"{ContainerRecipe.JupyterPort}/tcp";

    // The command has made it, to tell the author of a fault before anything starts.
    public Task<DockerResult<Done>> PrepareAsync(CancellationToken cancellationToken) => Task.FromResult<DockerResult<Done>>(default(Done));

    public string PlaceOf(ContainerItem container) => "";

    public ContainerRequest? Place(ContainerRequest request, IReadOnlyCollection<string> taken) => request with
    {
        ExposedPorts = new Dictionary<string, Nothing> { [Inside] = new() },
        HostConfig = request.HostConfig with
        {
            NetworkMode = network,
            PortBindings = new Dictionary<string, IReadOnlyList<PortBinding>>
            {
                // An empty port lets the engine choose.
                [Inside] = [new PortBinding(Loopback, port == 0 ? "" : port.ToString(CultureInfo.InvariantCulture))],
            },
        },
    };

    public Endpoint? Locate(ContainerDetails container) =>
        container.NetworkSettings?.Ports?.GetValueOrDefault(Inside) is [var binding, ..]
            ? new Endpoint(Loopback, int.Parse(binding.HostPort, CultureInfo.InvariantCulture))
            : null;
}
