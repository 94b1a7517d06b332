using System.Net;

namespace ShipAgent.Machine;

/// <summary>The instance metadata service, version 2: a token first, then what is asked for. Only root reaches it on a ship; no container does.</summary>
internal sealed class InstanceMetadata(HttpClient http)
{
    private const string TokenHeader = "X-aws-ec2-metadata-token";
    private const string LifetimeHeader = "X-aws-ec2-metadata-token-ttl-seconds";
    private const string TokenSeconds = "3600";

    private string? _token;

    public static HttpClient Client(string url) => new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = new Uri(url),
        Timeout = TimeSpan.FromSeconds(2),
        MaxResponseContentBufferSize = 64 * 1024,
    };

    /// <summary>The value below <c>/latest/meta-data/</c>; null when the service says that there is none.</summary>
    /// <exception cref="HttpRequestException">The service does not answer as it should.</exception>
    public async Task<string?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        using var first = await AskAsync(path, cancellationToken);
        if (first.StatusCode != HttpStatusCode.Unauthorized)
            return await ValueAsync(first, cancellationToken);
        // The token has run out.
        _token = null;
        using var second = await AskAsync(path, cancellationToken);
        return await ValueAsync(second, cancellationToken);
    }

    /// <summary>What the machine is; null when the answers are no machine's.</summary>
    /// <exception cref="HttpRequestException">As <see cref="ReadAsync"/>.</exception>
    public async Task<CloudMachine?> IntroduceAsync(CancellationToken cancellationToken)
    {
        var id = await ReadAsync("instance-id", cancellationToken);
        var address = await ReadAsync("local-ipv4", cancellationToken);
        var life = await ReadAsync("instance-life-cycle", cancellationToken);
        return id is not null && Containers.Names.IsLabel(id) && IPAddress.TryParse(address, out var own) ? new CloudMachine(id, own.ToString(), life == "spot") : null;
    }

    private async Task<HttpResponseMessage> AskAsync(string path, CancellationToken cancellationToken)
    {
        _token ??= await GetTokenAsync(cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/latest/meta-data/{path}");
        request.Headers.TryAddWithoutValidation(TokenHeader, _token);
        return await http.SendAsync(request, cancellationToken);
    }

    private async Task<string> GetTokenAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/latest/api/token");
        request.Headers.TryAddWithoutValidation(LifetimeHeader, TokenSeconds);
        using var response = await http.SendAsync(request, cancellationToken);
        return (await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken)).Trim();
    }

    private static async Task<string?> ValueAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        response.StatusCode == HttpStatusCode.NotFound ? null : (await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken)).Trim();
}
