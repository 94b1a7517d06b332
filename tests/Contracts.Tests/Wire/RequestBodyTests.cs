using Contracts.Wire;
using Xunit;

namespace Contracts.Tests.Wire;

public sealed class RequestBodyTests
{
    [Fact]
    public async Task An_abandoned_body_never_ends_orderly()
    {
        using var body = new RequestBody();
        var copying = body.CopyToAsync(new MemoryStream());
        Assert.NotNull(await body.Stream);
        body.Abandon();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => copying);
    }

    [Fact]
    public async Task A_completed_body_ends_orderly_and_is_not_sent_twice()
    {
        using var body = new RequestBody();
        var copying = body.CopyToAsync(new MemoryStream());
        body.Complete();
        body.Abandon();
        await copying;
        await Assert.ThrowsAsync<HttpRequestException>(async () => await body.ReadAsStreamAsync());
    }

    [Fact]
    public async Task A_body_that_never_reached_a_connection_lets_its_writer_go()
    {
        using var body = new RequestBody();
        body.Abandon();
        Assert.Null(await body.Stream);
    }
}
