using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace Contracts.Wire;

/// <summary>Metadata to and from HTTP headers.</summary>
internal static class MetadataWire
{
    /// <summary>What HTTP/2 counts for a field beside its name and value (RFC 9113, 6.5.2).</summary>
    private const int FieldOverhead = 32;

    public static bool IsReserved(string key) =>
        key.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase)
        || key.ToLowerInvariant() is "te" or "content-type" or "content-length" or "connection" or "host" or "transfer-encoding" or "trailer";

    public static string EncodedValue(this Metadata.Entry entry) =>
        entry.ValueBytes is { } bytes ? Convert.ToBase64String(bytes).TrimEnd('=') : entry.Value!;

    public static int Size(Metadata metadata) => metadata.Sum(entry =>
        FieldOverhead + entry.Key.Length + (entry.ValueBytes is { } bytes ? (bytes.Length + 2) / 3 * 4 : entry.Value!.Length));

    public static int Size(IHeaderDictionary headers)
    {
        var size = 0;
        foreach (var (key, values) in headers)
        {
            foreach (var value in values)
            {
                size += FieldOverhead + key.Length + (value?.Length ?? 0);
            }
        }

        return size;
    }

    public static int Size(HttpHeaders headers)
    {
        var size = 0;
        foreach (var (key, values) in headers.NonValidated)
        {
            foreach (var value in values)
            {
                size += FieldOverhead + key.Length + value.Length;
            }
        }

        return size;
    }

    /// <exception cref="RpcException">INTERNAL: a binary value is not base64.</exception>
    public static Metadata Read(IHeaderDictionary headers)
    {
        var metadata = new Metadata();
        foreach (var (key, values) in headers)
        {
            foreach (var value in values)
            {
                Receive(metadata, key, value ?? "");
            }
        }

        return metadata;
    }

    /// <exception cref="RpcException">INTERNAL: a binary value is not base64.</exception>
    public static Metadata Read(HttpHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (key, values) in headers.NonValidated)
        {
            foreach (var value in values)
            {
                Receive(metadata, key, value);
            }
        }

        return metadata;
    }

    private static void Receive(Metadata metadata, string key, string value)
    {
        if (key.StartsWith(':') || IsReserved(key))
        {
            return;
        }

        key = key.ToLowerInvariant();
        if (!Metadata.IsBinaryKey(key))
        {
            metadata.AddReceived(key, value);
            return;
        }

        // Several values of one binary key may have been joined on the way.
        foreach (var part in value.Split(',', StringSplitOptions.TrimEntries))
        {
            metadata.AddReceived(key, Decode(key, part));
        }
    }

    private static byte[] Decode(string key, string value)
    {
        try
        {
            // Peers send it with or without padding.
            return Convert.FromBase64String(value.TrimEnd('=') is var bare ? bare.PadRight((bare.Length + 3) / 4 * 4, '=') : value);
        }
        catch (FormatException error)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"Metadata '{key}' is not base64."), null, error);
        }
    }
}
