using System.Net;
using System.Text.RegularExpressions;
using Ec2Emulator.Cloud;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Ec2Emulator.Metadata;

/// <summary>The service at 169.254.169.254. Who asks is known by the source address.</summary>
internal sealed partial class MetadataService(Account account, TimeProvider time)
{
    private const string LifeHeader = "X-aws-ec2-metadata-token-ttl-seconds";
    private const string TokenHeader = "X-aws-ec2-metadata-token";
    private const short UsualHops = 64;
    private readonly MetadataTokens tokens = new(time);

    public Task TakeAsync(HttpContext context)
    {
        var instance = InstanceAt(context.Connection.RemoteIpAddress!);
        if (instance is not { Order.Metadata.Enabled: true })
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        return context.Request.Method switch
        {
            "PUT" when context.Request.Path == "/latest/api/token" => GiveTokenAsync(context, instance),
            "GET" => AnswerAsync(context, instance),
            _ => Refuse(context, StatusCodes.Status405MethodNotAllowed),
        };
    }

    private Task GiveTokenAsync(HttpContext context, Instance instance)
    {
        Hops(context, (short)instance.Order.Metadata.HopLimit);
        // AWS's defence against open proxies: they add this header.
        if (context.Request.Headers.ContainsKey("X-Forwarded-For"))
        {
            return Refuse(context, StatusCodes.Status403Forbidden);
        }

        var life = context.Request.Headers[LifeHeader].ToString();
        if (tokens.Make(instance, life) is not { } token)
        {
            return Refuse(context, StatusCodes.Status400BadRequest);
        }

        context.Response.Headers[LifeHeader] = life;
        return SendAsync(context, System.Text.Encoding.ASCII.GetBytes(token));
    }

    private Task AnswerAsync(HttpContext context, Instance instance)
    {
        Hops(context, UsualHops);
        var token = context.Request.Headers[TokenHeader].ToString();
        if (token.Length > 0 ? !tokens.IsGood(token, instance) : instance.Order.Metadata.TokensRequired)
        {
            return Refuse(context, StatusCodes.Status401Unauthorized);
        }

        return Versioned().Match(context.Request.Path) is { Success: true } asked && Find(asked.Groups[1].Value, instance) is { } found
            ? SendAsync(context, found)
            : Refuse(context, StatusCodes.Status404NotFound);
    }

    private byte[]? Find(string path, Instance instance)
    {
        lock (account.Gate)
        {
            return MetadataTree.Find(path, instance, account.Region, time.GetUtcNow());
        }
    }

    private Instance? InstanceAt(IPAddress address)
    {
        lock (account.Gate)
        {
            var now = time.GetUtcNow();
            return account.Instances.FirstOrDefault(instance => instance.Order.Address.Equals(address.MapToIPv4()) && instance.StateAt(now) != InstanceState.Terminated);
        }
    }

    // The answer with a token dies after so many hops: a container behind a bridge of its own never gets one at the usual limit of 1.
    private static void Hops(HttpContext context, short hops) => context.Features.Get<IConnectionSocketFeature>()!.Socket.Ttl = hops;

    private static Task Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task SendAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentType = "text/plain";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, 0, body.Length, context.RequestAborted);
    }

    [GeneratedRegex("^/(?:latest|20[0-9]{2}-[0-9]{2}-[0-9]{2})/(.+?)/*$")]
    private static partial Regex Versioned();
}
