using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mux.ApiModel;
using Mux.Camp;
using Polly;
using Polly.Timeout;

namespace Mux.Alerts;

/// <summary>
/// Sends one message, once. The receiver can tell that it is the mux's and not an old one: <c>X-Mux-Signature</c> is <c>v1=</c> and the HMAC-SHA256, in hex, of
/// <c>X-Mux-Timestamp</c>, a dot and the body. Redirects are not followed: an address that answers elsewhere is not the one that was written down.
/// </summary>
internal sealed class WebhookSender(CampDefinition camp, MuxSettings settings, TimeProvider time) : IDisposable
{
    private const int MaxAnswer = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private readonly ResiliencePipeline limit = new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(Patience).Build();

    /// <summary>Null: none is named in <c>camp.yaml</c>.</summary>
    public WebhookDefinition? Webhook => camp.Webhook;

    /// <param name="delivery">The same for each try of one message, so that the receiver can tell a repeat.</param>
    public async Task<WebhookAnswer> SendAsync(AlertMessage message, string delivery, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        try
        {
            return await limit.ExecuteAsync(
                async token =>
                {
                    using var request = Signed(message, delivery);
                    using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
                    return new WebhookAnswer((int)response.StatusCode, await BeginningAsync(response, token), time.GetElapsedTime(start));
                },
                cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TimeoutRejectedException)
        {
            var why = exception is TimeoutRejectedException ? $"no answer in {Patience.TotalSeconds:0} s" : exception.Message;
            return new WebhookAnswer(null, Clean(why), time.GetElapsedTime(start));
        }
    }

    /// <summary>As <c>X-Mux-Signature</c> has it.</summary>
    public static string Sign(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp + "."), .. body];
        return "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }

    public void Dispose() => http.Dispose();

    private HttpRequestMessage Signed(AlertMessage message, string delivery)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(message, ApiJson.Default.AlertMessage);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, camp.Webhook!.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("mux", "1"));
        request.Headers.Add("X-Mux-Delivery", delivery);
        request.Headers.Add("X-Mux-Timestamp", timestamp);
        request.Headers.Add("X-Mux-Signature", Sign(settings.WebhookSecret, timestamp, body));
        return request;
    }

    // Whatever the receiver says more than this nobody reads.
    private static async Task<string> BeginningAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[4 * MaxAnswer];
        await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return Clean(Encoding.UTF8.GetString(buffer, 0, length));
    }

    private static string Clean(string text) => new([.. text.Trim().Take(MaxAnswer).Select(c => char.IsControl(c) ? ' ' : c)]);
}
