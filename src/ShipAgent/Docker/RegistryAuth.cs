using System.Text.Json;

namespace ShipAgent.Docker;

/// <summary>A login that the engine uses for one pull and forgets. No record: its words shall not get into a log.</summary>
internal sealed class RegistryAuth(string host, string user, string password)
{
    /// <summary>As the engine takes it: JSON in base64url.</summary>
    public KeyValuePair<string, string> Header => new("X-Registry-Auth", Convert.ToBase64String(
        JsonSerializer.SerializeToUtf8Bytes(new AuthConfig(user, password, host), DockerJson.Default.AuthConfig)).Replace('+', '-').Replace('/', '_'));
}
