using System.Text.Json.Nodes;
using Ec2Emulator.Model;
using Ec2Emulator.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Ec2Emulator.Service;

/// <summary>The one address for all services: EC2 and STS by their Version, Service Quotas by its target header.</summary>
internal sealed class Front(Desk desk, SmallServices small, Action<string, string>? watcher)
{
    public async Task TakeAsync(HttpContext context)
    {
        var signed = context.Request.Headers.Authorization.ToString().StartsWith("AWS4-HMAC-SHA256 ", StringComparison.Ordinal);
        if (context.Request.Headers["X-Amz-Target"].ToString() is { Length: > 0 } target)
        {
            await QuotasAsync(context, target, signed);
            return;
        }

        if (!context.Request.HasFormContentType)
        {
            await SendAsync(context, 400, "text/xml;charset=UTF-8", XmlAnswer.Write(ApiError.Of("InvalidRequest", "A POST with a form is needed."), Guid.NewGuid().ToString()));
            return;
        }

        var fields = (await context.Request.ReadFormAsync(context.RequestAborted)).Select(field => KeyValuePair.Create(field.Key, field.Value.ToString())).ToList();
        if (fields.Any(field => field is { Key: "Version", Value: SmallServices.StsVersion }))
        {
            var (status, xml) = small.Sts(fields, signed);
            await SendAsync(context, status, "text/xml", xml);
            return;
        }

        await ReplyAsync(context, desk.Take(fields, signed));
    }

    private async Task ReplyAsync(HttpContext context, Reply reply)
    {
        if (reply.Touched)
        {
            desk.Announce();
        }

        if (reply.Cut)
        {
            context.Abort();
            return;
        }

        var body = reply.Outcome.Error is { } error ? XmlAnswer.Write(error, reply.RequestId) : XmlAnswer.Write(ServiceModel.Ec2, reply.Operation!, reply.Outcome.Answer!, reply.RequestId);
        if (reply.Outcome.Error is null)
        {
            watcher?.Invoke(reply.Operation!.Name, System.Text.Encoding.UTF8.GetString(body));
        }

        await SendAsync(context, reply.Outcome.Error?.Status ?? 200, "text/xml;charset=UTF-8", body);
    }

    private async Task QuotasAsync(HttpContext context, string target, bool signed)
    {
        var body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) as JsonObject ?? [];
        var outcome = signed ? small.Quotas(target.Split('.')[^1], body) : ApiError.NoCredentials;
        var answer = outcome.Answer ?? new JsonObject { ["__type"] = outcome.Error!.Code, ["Message"] = outcome.Error.Message };
        await SendAsync(context, outcome.Error?.Status ?? 200, "application/x-amz-json-1.1", System.Text.Encoding.UTF8.GetBytes(answer.ToJsonString()));
    }

    private static async Task SendAsync(HttpContext context, int status, string type, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.Headers[HeaderNames.Server] = "AmazonEC2";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
