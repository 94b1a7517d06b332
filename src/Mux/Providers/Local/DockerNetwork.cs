using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Mux.Fleet;

namespace Mux.Providers.Local;

/// <summary>The camp's network on this machine's Docker engine, and what is left of a ship there when its agent is gone.</summary>
internal sealed class DockerNetwork(ShipFolders folders) : IDisposable
{
    private readonly SemaphoreSlim one = new(1);
    private readonly HttpClient docker = new(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) { BaseAddress = new Uri("http://docker/v1.41/"), Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Null when it is there; else why it is not, for people. Containers of it reach neither one another nor the internet.</summary>
    public Task<string?> EnsureAsync(CancellationToken cancellationToken) => LookAsync(create: true, cancellationToken);

    /// <summary>Null when the engine answers and has no other network of that name; nothing is made.</summary>
    public Task<string?> TroubleAsync(CancellationToken cancellationToken) => LookAsync(create: false, cancellationToken);

    /// <summary>Removes the ship's containers, also one that an agent which was ended left while it delivered content, and its homes unless they are an attendee's. True when nothing is left.</summary>
    public async Task<bool> RemoveShipAsync(ShipId ship, bool keepHomes, CancellationToken cancellationToken)
    {
        var (gone, homes) = (true, new HashSet<string>(StringComparer.Ordinal));
        foreach (var label in (string[])["risecamp.ship", "risecamp.delivery"])
        {
            var filter = Uri.EscapeDataString($"{{\"label\":[\"{label}={ship.Value}\"]}}");
            foreach (var container in await docker.GetFromJsonAsync<JsonArray>($"containers/json?all=true&filters={filter}", cancellationToken) ?? [])
            {
                gone &= await RemoveAsync($"containers/{container!["Id"]}?force=true", cancellationToken);
                homes.UnionWith(HomesOf(container));
            }
        }

        // Last: several containers may share a home, and one that is in use stays.
        foreach (var home in keepHomes ? [] : homes)
        {
            gone &= await RemoveAsync($"volumes/{home}", cancellationToken);
        }

        return gone;
    }

    public void Dispose()
    {
        docker.Dispose();
        one.Dispose();
    }

    private async Task<string?> LookAsync(bool create, CancellationToken cancellationToken)
    {
        // Ships are launched side by side, and the engine makes two networks of two requests.
        await one.WaitAsync(cancellationToken);
        try
        {
            using var found = await docker.GetAsync($"networks/{folders.NetworkName}", cancellationToken);
            return found.StatusCode == HttpStatusCode.NotFound ? create ? await CreateAsync(cancellationToken) : null : await CheckAsync(found, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return $"the Docker engine at {ShipFolders.DockerSocket} does not answer ({exception.Message}): is it running?";
        }
        finally
        {
            one.Release();
        }
    }

    private static IEnumerable<string> HomesOf(JsonNode? container) => (container?["Mounts"]?.AsArray() ?? [])
        .Where(mount => (string?)mount?["Type"] == "volume" && ((string?)mount?["Name"])?.StartsWith("camp-", StringComparison.Ordinal) == true)
        .Select(mount => (string)mount!["Name"]!);

    private async Task<bool> RemoveAsync(string what, CancellationToken cancellationToken)
    {
        using var response = await docker.DeleteAsync(what, cancellationToken);
        return response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotFound;
    }

    private async Task<string?> CreateAsync(CancellationToken cancellationToken)
    {
        var body = new
        {
            Name = folders.NetworkName,
            CheckDuplicate = true,
            Driver = "bridge",
            Internal = true,
            Options = new Dictionary<string, string> { ["com.docker.network.bridge.enable_icc"] = "false" },
            IPAM = new { Config = new[] { new { Subnet = folders.Subnet.ToString() } } },
            Labels = new Dictionary<string, string> { ["risecamp.network"] = folders.NetworkName },
        };
        using var response = await docker.PostAsJsonAsync("networks/create", body, cancellationToken);
        return response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.Conflict
            ? null
            : $"Docker refuses the network {folders.NetworkName} on {folders.Subnet} ({await response.Content.ReadAsStringAsync(cancellationToken)}): set local.subnet in camp.yaml to a free one";
    }

    private async Task<string?> CheckAsync(HttpResponseMessage found, CancellationToken cancellationToken)
    {
        var network = await found.Content.ReadFromJsonAsync<JsonNode>(cancellationToken);
        var subnet = (string?)network?["IPAM"]?["Config"]?[0]?["Subnet"];
        return subnet == folders.Subnet.ToString()
            ? null
            : $"the Docker network {folders.NetworkName} has the subnet {subnet}, not {folders.Subnet}: remove it with 'docker network rm {folders.NetworkName}', or set local.subnet to it";
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(ShipFolders.DockerSocket), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
