using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Util;

namespace Mux.Preflight.Ec2.ServiceQuotas;

/// <summary>
/// The one operation of AWS's Service Quotas that a preflight needs, signed by the SDK's core. Types and members are named as in the package
/// AWSSDK.ServiceQuotas: where that can be had, it takes the place of this folder, and the constructor's arguments become its configuration.
/// </summary>
/// <param name="given">Null: the SDK's own chain finds them.</param>
internal sealed class AmazonServiceQuotasClient(IClientConfig config, Uri endpoint, string region, HttpClient http, AWSCredentials? given = null)
{
    private const string Service = "servicequotas";
    private const string ContentType = "application/x-amz-json-1.1";
    private const string Target = "ServiceQuotasV20190624.GetServiceQuota";

    /// <exception cref="AmazonServiceException">With AWS's own code.</exception>
    /// <exception cref="AmazonClientException">There are no credentials.</exception>
    public async Task<GetServiceQuotaResponse> GetServiceQuotaAsync(GetServiceQuotaRequest request, CancellationToken cancellationToken)
    {
        using var message = await MessageAsync(JsonSerializer.SerializeToUtf8Bytes(new { request.ServiceCode, request.QuotaCode }), cancellationToken);
        using var response = await http.SendAsync(message, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<GetServiceQuotaResponse>(body) ?? new GetServiceQuotaResponse()
            : throw new AmazonServiceException(Text(body, "message") ?? Text(body, "Message") ?? $"HTTP {(int)response.StatusCode}")
            {
                ErrorCode = Text(body, "__type")?.Split('#')[^1] ?? "",
                StatusCode = response.StatusCode,
            };
    }

    private async Task<HttpRequestMessage> MessageAsync(byte[] body, CancellationToken cancellationToken)
    {
        var credentials = given ?? await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync(config).WaitAsync(cancellationToken);
        var signed = new DefaultRequest(new Unsigned(), Service)
        {
            HttpMethod = "POST", ResourcePath = "/", Endpoint = endpoint, Content = body, OverrideSigningServiceName = Service, AuthenticationRegion = region,
            Headers = { ["Content-Type"] = ContentType, ["X-Amz-Target"] = Target },
        };
        new AWS4Signer().Sign(signed, config, new RequestMetrics(), credentials);
        var message = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        foreach (var (name, value) in signed.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    private static string? Text(string body, string name)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject answer && answer[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed class Unsigned : AmazonWebServiceRequest;
}
