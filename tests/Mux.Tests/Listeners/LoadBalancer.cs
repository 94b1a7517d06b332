using System.Net;

namespace Mux.Tests.Listeners;

/// <summary>What a load balancer makes of a browser's request to https: plain HTTP to the mux, with what it has to say about it in <paramref name="headers"/>.</summary>
internal sealed class LoadBalancer(HttpMessageHandler inner, int port, (string Name, string Value)[] headers) : DelegatingHandler(inner)
{
    private readonly CookieContainer cookies = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = request.RequestUri!;
        request.RequestUri = new Uri($"http://127.0.0.1:{port}{asked.PathAndQuery}");
        request.Headers.Host ??= asked.Authority;
        request.Headers.TryAddWithoutValidation("Cookie", cookies.GetCookieHeader(asked));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await base.SendAsync(request, cancellationToken);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            cookies.SetCookies(asked, cookie);
        }

        return response;
    }
}
