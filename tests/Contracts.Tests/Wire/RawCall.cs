using System.Buffers.Binary;
using System.Net;
using Google.Protobuf;

namespace Contracts.Tests.Wire;

/// <summary>A call by plain HTTP/2, to say what our own client never would.</summary>
internal static class RawCall
{
    public static byte[] Frame(IMessage message, byte flag = 0) => Frame(message.ToByteArray(), flag);

    public static byte[] Frame(byte[] message, byte flag = 0)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    /// <summary>HTTP status, grpc-status and grpc-message (null when absent).</summary>
    public static async Task<(HttpStatusCode Http, string? Status, string? Message)> PostAsync(
        Uri address, string path, byte[] body, string contentType = "application/grpc", Version? version = null, params (string Key, string Value)[] headers)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, path))
        {
            Version = version ?? HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.TryAddWithoutValidation("content-type", contentType);
        request.Headers.TryAddWithoutValidation("te", "trailers");
        foreach (var (key, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(key, value);
        }

        using var response = await client.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        return (response.StatusCode, Trailer(response, "grpc-status"), Trailer(response, "grpc-message"));
    }

    private static string? Trailer(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var values) ? values.Single()
        : response.Headers.TryGetValues(name, out values) ? values.Single() : null;
}
