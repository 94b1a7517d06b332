using System.Net;
using Contracts.Tests.Protos;
using Contracts.Wire;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace Contracts.Tests.Wire;

public sealed class RefusalTests
{
    private const string Unary = "/risecamp.wiretest.v1.Probe/Unary";
    private static readonly byte[] Good = RawCall.Frame(new Ask { AnswerSize = 1, Payload = ByteString.CopyFrom(new byte[100]) });

    [Theory]
    [InlineData("application/json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/grpc+json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/grpc-web", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/grpc", HttpStatusCode.OK)]
    [InlineData("application/grpc+proto", HttpStatusCode.OK)]
    [InlineData("application/grpc;charset=utf-8", HttpStatusCode.OK)]
    public async Task Only_grpc_content_is_taken(string contentType, HttpStatusCode status)
    {
        await using var host = await WireHost.StartAsync(new ProbeService().Map);
        Assert.Equal(status, (await RawCall.PostAsync(host.Address, Unary, Good, contentType)).Http);
    }

    [Fact]
    public async Task A_call_by_http_1_is_told_to_upgrade()
    {
        await using var host = await WireHost.StartAsync(new ProbeService().Map, protocols: HttpProtocols.Http1);
        Assert.Equal(HttpStatusCode.UpgradeRequired, (await RawCall.PostAsync(host.Address, Unary, Good, version: HttpVersion.Version11)).Http);
    }

    public static TheoryData<string, byte[], string, string> BadBodies => new()
    {
        { "compressed with gzip", RawCall.Frame(new Ask(), flag: 1), "gzip", "12" },
        { "compressed with nothing named", RawCall.Frame(new Ask(), flag: 1), "", "13" },
        { "compressed with identity", RawCall.Frame(new Ask(), flag: 1), "identity", "13" },
        { "not compressed, though gzip is named", Good, "gzip", "0" },
        { "an unknown flag", RawCall.Frame(new Ask(), flag: 2), "", "13" },
        { "no message", [], "", "13" },
        { "two messages", [.. Good, .. Good], "", "13" },
        { "half a prefix", [0, 0, 0], "", "13" },
        { "half a message", Good[..50], "", "13" },
        { "a length of 4 GiB", [0, 255, 255, 255, 255], "", "8" },
        { "no protobuf", RawCall.Frame([255, 255, 255, 255, 255]), "", "13" },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task A_body_that_breaks_the_protocol_is_refused(string what, byte[] body, string encoding, string status)
    {
        await using var host = await WireHost.StartAsync(new ProbeService().Map);
        (string, string)[] headers = encoding.Length > 0 ? [("grpc-encoding", encoding)] : [];
        var answer = await RawCall.PostAsync(host.Address, Unary, body, headers: headers);
        Assert.True(answer.Status == status, $"{what}: {answer.Status} {answer.Message}");
    }

    [Fact]
    public async Task What_nobody_serves_is_unimplemented_for_grpc_and_not_found_for_others()
    {
        await using var host = await WireHost.StartAsync(new ProbeService().Map);
        Assert.Equal("12", (await RawCall.PostAsync(host.Address, "/any.Service/Any", Good)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await RawCall.PostAsync(host.Address, "/any.Service/Any", Good, "text/plain")).Http);
    }

    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(500, StatusCode.Unknown)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.Unavailable)]
    [InlineData(200, StatusCode.Unknown)]
    public async Task An_answer_that_is_no_grpc_becomes_a_status(int http, StatusCode status)
    {
        await using var host = await WireHost.StartAsync(endpoints => endpoints.Map("{**path}", async context =>
        {
            context.Response.StatusCode = http;
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("<p>Not here.</p>");
        }));
        using var channel = host.Channel();
        var error = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryCallAsync<Nothing, Nothing>(ProbeMethods.Empty, new Nothing()));
        Assert.Equal(status, error.StatusCode);
    }

    [Theory]
    [InlineData(null, StatusCode.Unknown)]
    [InlineData("77", StatusCode.Unknown)]
    [InlineData("seven", StatusCode.Unknown)]
    [InlineData("7", StatusCode.PermissionDenied)]
    [InlineData("0", StatusCode.Internal)] // OK, but without a message
    public async Task A_status_that_is_missing_or_odd_is_unknown(string? value, StatusCode status)
    {
        await using var host = await WireHost.StartAsync(endpoints => endpoints.Map("{**path}", context =>
        {
            context.Response.ContentType = "application/grpc";
            if (value is not null)
            {
                context.Response.AppendTrailer("grpc-status", value);
            }

            return Task.CompletedTask;
        }));
        using var channel = host.Channel();
        var error = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryCallAsync<Nothing, Nothing>(ProbeMethods.Empty, new Nothing()));
        Assert.Equal(status, error.StatusCode);
    }

    [Fact]
    public async Task A_status_in_the_headers_alone_ends_the_call()
    {
        await using var host = await WireHost.StartAsync(endpoints => endpoints.Map("{**path}", context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "16";
            context.Response.Headers["grpc-message"] = "who%20are%20you%3F";
            return Task.CompletedTask;
        }));
        using var channel = host.Channel();
        using var call = channel.DuplexStreamingCall<Ask, Answer>(ProbeMethods.PingPong);
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal(new Status(StatusCode.Unauthenticated, "who are you?"), error.Status);
    }

    [Fact]
    public async Task What_a_handler_throws_by_mistake_stays_inside()
    {
        await using var host = await WireHost.StartAsync(endpoints =>
            endpoints.MapUnary<Nothing, Nothing>(ProbeMethods.Empty, static (_, _) => throw new InvalidOperationException("password=1234")));
        using var channel = host.Channel();
        var error = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryCallAsync<Nothing, Nothing>(ProbeMethods.Empty, new Nothing()));
        Assert.Equal(new Status(StatusCode.Unknown, "The handler failed."), error.Status);
    }
}
