using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Primitives;

namespace Mux.Auth;

/// <summary>A cookie whose value is 256 random bits; who holds only its hash cannot make the cookie.</summary>
internal sealed class SecretCookie(string name, bool secure, SameSiteMode sameSite)
{
    private const int Bytes = 32;
    private const int Characters = 43;

    /// <summary>Bound to this very host by the <c>__Host-</c> prefix where TLS allows it.</summary>
    public string Name { get; } = secure ? "__Host-" + name : name;

    /// <summary>SHA-256 of the value sent, as the store keeps it; false when there is none or it cannot be one.</summary>
    public bool TryGetKey(HttpContext context, [NotNullWhen(true)] out string? key)
    {
        var header = context.Request.Headers.Cookie;
        var connection = header.Count == 1 && HttpProtocol.IsHttp11(context.Request.Protocol) ? context.Features.Get<IConnectionItemsFeature>()?.Items : null;
        if (connection is not null && connection.TryGetValue(this, out var known) && known is Remembered(var same, var remembered) && ReferenceEquals(same, header[0]))
        {
            key = remembered;
            return true;
        }

        key = ValueIn(header) is { Length: Characters } value ? KeyOf(value) : null;
        if (key is not null && connection is not null)
        {
            connection[this] = new Remembered(header[0], key);
        }

        return key is not null;
    }

    /// <summary>
    /// The cookie of exactly this name, the last when there are several. Notebooks share the site and can add cookies, but never in place of this one,
    /// which scripts cannot touch: theirs have another case, which the framework's own collection would take for the same, or a longer path, and so come before.
    /// </summary>
    public string? ValueIn(StringValues headers)
    {
        var found = ReadOnlySpan<char>.Empty;
        foreach (var header in headers)
        {
            foreach (var range in header.AsSpan().Split(';'))
            {
                var pair = header.AsSpan(range).Trim(' ');
                if (pair.Length > Name.Length && pair[Name.Length] == '=' && pair.StartsWith(Name, StringComparison.Ordinal))
                {
                    found = pair[(Name.Length + 1)..];
                }
            }
        }

        return found.IsEmpty ? null : found.ToString();
    }

    /// <summary>A new value with its key; nothing is sent yet.</summary>
    public static SecretTicket NewTicket()
    {
        var value = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        return new SecretTicket(value, KeyOf(value));
    }

    public void Send(HttpContext context, SecretTicket ticket, TimeSpan lifetime) => context.Response.Cookies.Append(Name, ticket.Value, Options(lifetime));

    public void Remove(HttpContext context) => context.Response.Cookies.Delete(Name, Options(null));

    private CookieOptions Options(TimeSpan? lifetime) => new() { HttpOnly = true, Secure = secure, SameSite = sameSite, Path = "/", MaxAge = lifetime, IsEssential = true };

    // The server keeps a header's string while a connection repeats it, so that each is hashed once: hashing is a twentieth of a proxied request.
    private sealed record Remembered(string? Header, string Key);

    private static string KeyOf(string value)
    {
        Span<byte> text = stackalloc byte[Characters * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..Encoding.UTF8.GetBytes(value, text)], hash);
        return Convert.ToHexStringLower(hash);
    }
}

/// <summary>A fresh secret: <paramref name="Value"/> is for the browser alone, <paramref name="Key"/> is its SHA-256.</summary>
internal readonly record struct SecretTicket(string Value, string Key);
