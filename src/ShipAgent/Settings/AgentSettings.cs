using System.Text.Json;
using System.Text.Json.Serialization;
using ShipAgent.Containers;

namespace ShipAgent.Settings;

/// <summary>
/// <c>agent.json</c>, written by what launched the ship. Relative paths are relative to the agent's folder.
/// </summary>
internal sealed record AgentSettings
{
    // Settable, not init: the generated reader would set a missing init property to null.
    /// <summary>Empty on a machine of a cloud: there the instance id says who the ship is.</summary>
    public string ShipId { get; set; } = "";
    public string Camp { get; set; } = "";
    /// <summary>https, with the name or the address that the mux's certificate carries.</summary>
    public string ControlUrl { get; set; } = "";
    public string CaFile { get; set; } = "ca.crt";
    public string TokenFile { get; set; } = "enroll.token";
    /// <summary>Name of the camp's Docker network.</summary>
    public string Network { get; set; } = "";
    /// <summary>The ship's own addresses on that network, each of them usable.</summary>
    public string AddressBlock { get; set; } = "";
    public string DockerSocket { get; set; } = "/var/run/docker.sock";
    /// <summary><c>ec2</c>: the ship has this machine for itself, and learns its name and address from the metadata service. Empty: it shares one.</summary>
    public string Machine { get; set; } = "";
    public string MetadataUrl { get; set; } = "http://169.254.169.254";
    /// <summary>Where the agent notes that the mux is within reach; empty: nowhere.</summary>
    public string ContactFile { get; set; } = "";

    [JsonIgnore]
    public bool IsOnCloud => Machine == Cloud;

    private const string Cloud = "ec2";

    /// <summary>Reads and checks the file; on a fault settings are null and <paramref name="errors"/> holds every one of them.</summary>
    public static AgentSettings? Read(string directory, out IReadOnlyList<string> errors)
    {
        var path = Path.Combine(directory, "agent.json");
        try
        {
            var settings = JsonSerializer.Deserialize(File.ReadAllText(path), SettingsJson.Default.AgentSettings);
            errors = settings is null ? [$"{path} is empty: it must hold a JSON object"] : [.. settings.Faults()];
            return errors.Count > 0 ? null : settings;
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            errors = [$"{path} cannot be read: {fault.Message}"];
            return null;
        }
    }

    private IEnumerable<string> Faults()
    {
        if (Machine.Length > 0 && !IsOnCloud)
            yield return $"machine must be left out, or \"{Cloud}\"";
        if (!IsOnCloud && !Names.IsLabel(ShipId))
            yield return "shipId must be 1 to 63 characters of a-z, 0-9 and -, such as \"ship-7f3a\"";
        if (!Names.IsLabel(Camp))
            yield return "camp must be 1 to 63 characters of a-z, 0-9 and -, such as \"demo\"";
        if (!Uri.TryCreate(ControlUrl, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps)
            yield return "controlUrl must be an https URL, such as \"https://127.0.0.1:8443\"";
        if (CaFile.Length == 0)
            yield return "caFile must name the camp's CA certificate in PEM";
        if (TokenFile.Length == 0)
            yield return "tokenFile must name the file with the enrollment token";
        if (!Uri.TryCreate(MetadataUrl, UriKind.Absolute, out var metadata) || metadata.Scheme != Uri.UriSchemeHttp)
            yield return "metadataUrl must be an http URL, such as \"http://169.254.169.254\"";
        if (!IsOnCloud && !Names.IsResource(Network))
            yield return "network must be the name of a Docker network, such as \"camp-demo\"";
        if (!IsOnCloud && Containers.AddressBlock.Parse(AddressBlock) is null)
            yield return "addressBlock must be an IPv4 block of /24 to /32 at its first address, such as \"10.77.0.16/28\"";
        if (!Path.IsPathRooted(DockerSocket))
            yield return "dockerSocket must be an absolute path, such as \"/var/run/docker.sock\"";
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, ReadCommentHandling = JsonCommentHandling.Skip)]
[JsonSerializable(typeof(AgentSettings))]
internal sealed partial class SettingsJson : JsonSerializerContext;
