using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Mux.Proxy;

/// <summary>A mark on all that this mux forwards; a request that carries it has come round.</summary>
internal sealed class LoopGuard
{
    private readonly string mark = "mux-" + RandomNumberGenerator.GetHexString(12, lowercase: true);

    public LoopGuard() => Via = "1.1 " + mark;

    public string Via { get; }

    public bool HasComeRound(HttpRequest request)
    {
        var via = request.Headers[HeaderNames.Via];
        return via.Count > 0 && via.ToString().Contains(mark, StringComparison.OrdinalIgnoreCase);
    }
}
