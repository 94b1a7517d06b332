using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace Mux.Pages;

/// <summary>
/// The scripts and styles of the mux's pages, embedded in the executable (so they are found from whatever folder it is started in),
/// already compressed by the build, and addressed by their hash (so browsers keep them for good).
/// </summary>
internal static class AssetFiles
{
    private const string Prefix = "assets/";

    private static readonly FrozenDictionary<string, AssetFile> Files = Load();

    /// <summary>Address of an asset, its hash included.</summary>
    public static string Url(string name) => Files.TryGetValue(name, out var file) ? $"/assets/{name}?v={file.Version}" : $"/assets/{name}";

    /// <summary>Answers <c>GET /assets/{name}</c>; 404 for a name that the build did not make.</summary>
    public static async Task ServeAsync(HttpContext context, string name)
    {
        if (!Files.TryGetValue(name, out var file))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var (request, response) = (context.Request, context.Response);
        response.Headers.CacheControl = request.Query["v"] == file.Version ? "public, max-age=31536000, immutable" : "public, no-cache";
        response.Headers.ETag = file.ETag;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers.Vary = "Accept-Encoding";
        if (request.Headers.IfNoneMatch.Contains(file.ETag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var squeezed = file.Brotli.Length > 0 && Accepts(request, "br");
        response.Headers.ContentEncoding = squeezed ? "br" : default;
        response.ContentType = file.ContentType;
        var body = squeezed ? file.Brotli : file.Plain;
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    private static bool Accepts(HttpRequest request, string encoding) => request.Headers.AcceptEncoding
        .SelectMany(line => line?.Split(',') ?? [])
        .Any(item => item.AsSpan().Trim().Equals(encoding, StringComparison.OrdinalIgnoreCase));

    private static FrozenDictionary<string, AssetFile> Load()
    {
        var resources = Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        return resources.Where(name => !name.EndsWith(".br", StringComparison.Ordinal)).ToFrozenDictionary(
            name => name[Prefix.Length..],
            name => AssetFile.Of(name, Read(name), resources.Contains(name + ".br") ? Read(name + ".br") : []),
            StringComparer.Ordinal);
    }

    private static byte[] Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private sealed record AssetFile(byte[] Plain, byte[] Brotli, string ContentType, string Version)
    {
        public string ETag => $"\"{Version}\"";

        public static AssetFile Of(string name, byte[] plain, byte[] brotli) => new(plain, brotli, TypeOf(name), Convert.ToHexStringLower(SHA256.HashData(plain))[..16]);

        private static string TypeOf(string name) => Path.GetExtension(name) switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".woff2" => "font/woff2",
            _ => "application/octet-stream",
        };
    }
}
