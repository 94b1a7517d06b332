using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Http;
using Mux.Proxy;
using Xunit;

namespace Mux.Tests.Proxy;

public sealed class Bodies : Aboard
{
    private const string Tag = "<script defer src=\"/mux/banner.js\"></script>";

    [Fact]
    public async Task An_upload_is_passed_on_while_it_comes()
    {
        const int First = 1 << 20;
        const int Rest = 64 << 20; // more than the server would take by default, and than it may keep
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var total = 0L;
        Ship.Answer = async context =>
        {
            var buffer = new byte[1 << 16];
            for (int read; (read = await context.Request.Body.ReadAsync(buffer)) > 0; total += read)
            {
                begun.TrySetResult();
            }
        };
        var pipe = new Pipe();
        using var message = Message(HttpMethod.Put, "/camp/plot/api/contents/big", ("Origin", Host.Origin));
        message.Content = new StreamContent(pipe.Reader.AsStream());
        var sending = Ada.SendAsync(message);
        await pipe.Writer.WriteAsync(new byte[First]);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30)); // the ship has bytes of a body whose end is not yet written
        for (var sent = 0; sent < Rest; sent += 1 << 16)
        {
            await pipe.Writer.WriteAsync(new byte[1 << 16]);
        }

        await pipe.Writer.CompleteAsync();
        Assert.Equal(HttpStatusCode.OK, (await sending).StatusCode);
        Assert.Equal(Rest + First, total);
    }

    [Fact]
    public async Task An_answer_is_passed_on_while_it_comes()
    {
        var more = new TaskCompletionSource();
        Ship.Answer = async context =>
        {
            await context.Response.WriteAsync("first");
            await context.Response.Body.FlushAsync();
            await more.Task;
        };
        using var answer = await Ada.GetAsync("/camp/plot/events", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();
        Assert.Equal(5, await body.ReadAtLeastAsync(new byte[64], 5));
        more.SetResult();
        Assert.Equal(0, await body.ReadAsync(new byte[64]));
    }

    [Fact]
    public async Task One_attendee_cannot_have_requests_under_way_without_end()
    {
        var arrived = new SemaphoreSlim(0);
        var finish = new TaskCompletionSource();
        Ship.Answer = async context =>
        {
            arrived.Release();
            await finish.Task;
        };
        var busy = Enumerable.Range(0, 8).Select(_ => Ada.GetAsync("/camp/plot/slow")).ToList();
        for (var i = 0; i < 8; i++)
        {
            await arrived.WaitAsync();
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await Ada.GetAsync("/camp/plot/slow")).StatusCode);
        finish.SetResult();
        await Task.WhenAll(busy);
        Assert.Equal(HttpStatusCode.OK, (await Ada.GetAsync("/camp/plot/slow")).StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_gets_the_banner_at_its_end(bool withLength)
    {
        Ship.Answer = Html(withLength);
        var answer = await Ada.SendAsync(Navigation("/camp/plot/lab"));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.StartsWith("<html><body>hi</body></html>", text, StringComparison.Ordinal);
        Assert.EndsWith(Tag, text.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(withLength, answer.Content.Headers.NonValidated.Contains("Content-Length"));
        Assert.Equal(text.Length, answer.Content.Headers.ContentLength);
        Assert.Contains("Accept-Encoding: identity\n", Ship.LastHead, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("empty", "text/html")]
    [InlineData("iframe", "text/html")]
    [InlineData("script", "*/*")]
    public async Task What_is_no_page_is_left_as_it_is(string destination, string accept)
    {
        Ship.Answer = Html(withLength: true);
        using var message = Message(HttpMethod.Get, "/camp/plot/x", ("Sec-Fetch-Dest", destination), ("Accept", accept), ("Accept-Encoding", "gzip, br"));
        Assert.Equal("<html><body>hi</body></html>", await (await Ada.SendAsync(message)).Content.ReadAsStringAsync());
        Assert.Contains("Accept-Encoding: gzip, br\n", Ship.LastHead, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json", "", 200)]
    [InlineData("text/html", "gzip", 200)]
    [InlineData("text/html", "", 404)]
    public async Task Other_answers_to_a_page_request_are_left_as_they_are(string type, string encoding, int status)
    {
        Ship.Answer = context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            context.Response.Headers.ContentEncoding = encoding;
            return context.Response.WriteAsync("data");
        };
        Assert.Equal("data", await (await Ada.SendAsync(Navigation("/camp/plot/x"))).Content.ReadAsStringAsync());
    }

    private protected override void Configure(ProxyOptions options)
    {
        base.Configure(options);
        options.RequestsPerAttendee = 8;
    }

    private static RequestDelegate Html(bool withLength) => async context =>
    {
        const string Body = "<html><body>hi</body></html>";
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = withLength ? Body.Length : null;
        await context.Response.WriteAsync(Body);
    };
}
