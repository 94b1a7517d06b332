using System.Globalization;
using ShipAgent.Docker;

namespace ShipAgent.Containers;

/// <summary>
/// A port of the machine's own address: on a machine of a cloud the mux reaches nothing else. Each container keeps its port for its life, so that a container that
/// is started again is found where it was, and two generations stand side by side.
/// </summary>
internal sealed class MachinePlacement(string address, NetworkCalls networks) : IPlacement
{
    /// <summary>What a firewall between mux and ships must let through, this one and the next <see cref="Ports"/> - 1.</summary>
    public const int FirstPort = 20000;
    public const int Ports = 1000;
    public const string Network = "camp-ship";
    /// <summary>The firewall of the ship knows its containers by this interface: see <c>ship.nft</c>.</summary>
    public const string Bridge = "camp0";
    private const string PortLabel = "risecamp.port";
    private static readonly string Inside = $"{ContainerRecipe.JupyterPort}/tcp";

    private readonly Lock _gate = new();
    private int _last = -1;

    public Task<DockerResult<Done>> PrepareAsync(CancellationToken cancellationToken) => networks.EnsureAsync(Network, Bridge, cancellationToken);

    public ContainerRequest? Place(ContainerRequest request, IReadOnlyCollection<string> taken)
    {
        lock (_gate)
        {
            // The next after the last one: a port just given back rests for a while.
            var free = Enumerable.Range(1, Ports).Select(step => (_last + step + Ports) % Ports).FirstOrDefault(offset => !taken.Contains(Text(offset)), -1);
            if (free < 0)
                return null;
            _last = free;
            return request with
            {
                Labels = new Dictionary<string, string>(request.Labels) { [PortLabel] = Text(free) },
                ExposedPorts = new Dictionary<string, Nothing> { [Inside] = new() },
                HostConfig = request.HostConfig with
                {
                    NetworkMode = Network,
                    PortBindings = new Dictionary<string, IReadOnlyList<PortBinding>> { [Inside] = [new PortBinding(address, Text(free))] },
                },
            };
        }
    }

    public string PlaceOf(ContainerItem container) => container.Labels?.GetValueOrDefault(PortLabel) ?? "";

    public Endpoint? Locate(ContainerDetails container) =>
        container.NetworkSettings?.Ports?.GetValueOrDefault(Inside) is [var binding, ..]
            ? new Endpoint(address, int.Parse(binding.HostPort, CultureInfo.InvariantCulture))
            : null;

    private static string Text(int offset) => (FirstPort + offset).ToString(CultureInfo.InvariantCulture);
}
