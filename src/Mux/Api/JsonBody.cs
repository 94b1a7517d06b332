using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mux.Api;

/// <summary>A request's body, or what is wrong with it. Read by hand, since the framework's own 400 names no field.</summary>
internal sealed record JsonBody<T>(T? Value, ProblemHttpResult? Problem)
    where T : class;

internal static class JsonBody
{
    private const int MaxBytes = 16 * 1024;

    public static async Task<JsonBody<T>> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, string example, int maxBytes = MaxBytes)
        where T : class
    {
        if (!request.HasJsonContentType())
        {
            return Wrong<T>(StatusCodes.Status415UnsupportedMediaType, "Content-Type", "The body must be JSON.", $"Send Content-Type: application/json and for example {example}.");
        }

        try
        {
            var bytes = await ReadCappedAsync(request, maxBytes);
            return bytes is null
                ? Wrong<T>(StatusCodes.Status413PayloadTooLarge, "body", $"The body is larger than {maxBytes} bytes.", $"Send for example {example}.")
                : JsonSerializer.Deserialize(bytes, type) is { } value ? new JsonBody<T>(value, null) : Malformed<T>("body", example);
        }
        catch (JsonException exception)
        {
            return Malformed<T>(exception.Path is { Length: > 2 } path ? path[2..] : "body", example);
        }
    }

    private static async Task<byte[]?> ReadCappedAsync(HttpRequest request, int maxBytes)
    {
        var buffer = new byte[maxBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        return length > maxBytes ? null : buffer[..length];
    }

    private static JsonBody<T> Malformed<T>(string field, string example)
        where T : class => Wrong<T>(StatusCodes.Status422UnprocessableEntity, field, $"'{field}' is not as it should be.", $"Send for example {example}.");

    private static JsonBody<T> Wrong<T>(int status, string field, string detail, string fix)
        where T : class => new(null, Problems.Of(status, "The body is wrong", detail, field, fix));
}
