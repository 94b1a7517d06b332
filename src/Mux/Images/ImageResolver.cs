using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Mux.Images;

/// <summary>Either <paramref name="Image"/> (<c>repository@sha256:…</c>) or <paramref name="Error"/>, for people.</summary>
internal sealed record ImageResolution(string? Image, string? Error);

/// <summary>Asks a registry, once, which digest a tag means (OCI distribution API).</summary>
/// <param name="plain">Registries without TLS, as <c>host</c> or <c>host:port</c>, besides those of this machine.</param>
/// <param name="keys">Of the registries that ask for a password.</param>
internal sealed class ImageResolver(HttpClient http, IReadOnlyCollection<string>? plain = null, IReadOnlyCollection<RegistryKey>? keys = null)
{
    private static readonly string[] Manifests =
    [
        "application/vnd.oci.image.index.v1+json", "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json", "application/vnd.docker.distribution.manifest.v2+json",
    ];

    /// <summary>Never throws for what a registry may answer; the error names the reference and what to do.</summary>
    public async Task<ImageResolution> ResolveAsync(string reference, CancellationToken cancellationToken)
    {
        if (ImageReference.TryParse(reference) is not { } image)
        {
            return Failed($"'{Shown(reference)}' is not an image reference: write [registry/]name[:tag] or name@sha256:<64 hex digits>");
        }

        try
        {
            using var response = await AskAsync(image, cancellationToken);
            return Read(image, response);
        }
        catch (Exception exception) when (exception is HttpRequestException or UriFormatException or JsonException or InvalidOperationException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Failed($"the registry {image.Registry} does not answer ({exception.Message}): is it running, and reachable from here?");
        }
    }

    private static ImageResolution Read(ImageReference image, HttpResponseMessage response)
    {
        var shown = $"{image.Name} ({image.Selector})";
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return Failed(response.StatusCode switch
            {
                HttpStatusCode.NotFound => $"the image {shown} does not exist in the registry: was it pushed?",
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"the registry refuses the image {shown}: it does not exist, or is private",
                var status => $"the registry answered {(int)status} for the image {shown}",
            });
        }

        var digest = response.Headers.TryGetValues("Docker-Content-Digest", out var values) ? values.First() : "";
        return ImageReference.TryParse(image.At(digest)) is null || (image.Digest is not null && image.Digest != digest)
            ? Failed($"the registry gave no usable digest for {shown}")
            : new ImageResolution(image.At(digest), null);
    }

    private async Task<HttpResponseMessage> AskAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var response = await http.SendAsync(Request(image, null), cancellationToken);
        var secret = keys?.FirstOrDefault(key => key.Host == image.Registry)?.Read();
        if (response.StatusCode != HttpStatusCode.Unauthorized || await ProofAsync(response, secret, cancellationToken) is not { } proof)
        {
            return response;
        }

        response.Dispose();
        return await http.SendAsync(Request(image, proof), cancellationToken);
    }

    private async Task<AuthenticationHeaderValue?> ProofAsync(HttpResponseMessage response, RegistrySecret? secret, CancellationToken cancellationToken) =>
        RegistryChallenge.From(response.Headers.WwwAuthenticate) is { } challenge ? await challenge.TokenAsync(http, secret, cancellationToken) is { } token ? new AuthenticationHeaderValue("Bearer", token) : null
        : secret is not null && response.RequestMessage?.RequestUri is { } url && MaySee(url) ? RegistryChallenge.Basic(secret)
        : null;

    // A password goes over a line that is encrypted, or to this machine.
    private static bool MaySee(Uri url) => url.Scheme == Uri.UriSchemeHttps || url.IsLoopback;

    private HttpRequestMessage Request(ImageReference image, AuthenticationHeaderValue? proof)
    {
        var host = image.Registry == "docker.io" ? "registry-1.docker.io" : image.Registry;
        var name = host.Split(':')[0];

        // As Docker does: plain HTTP to this machine and to those that it was told of, no other.
        var scheme = name == "localhost" || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address)) || plain?.Contains(host) == true || plain?.Contains(name) == true ? "http" : "https";
        var request = new HttpRequestMessage(HttpMethod.Head, $"{scheme}://{host}/v2/{image.Repository}/manifests/{image.Selector}");
        Array.ForEach(Manifests, type => request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type)));
        request.Headers.Authorization = proof;
        return request;
    }

    private static string Shown(string? text) => new([.. (text ?? "").Take(120).Where(c => !char.IsControl(c))]);

    private static ImageResolution Failed(string error) => new(null, error);
}
