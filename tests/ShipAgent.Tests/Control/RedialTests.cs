using Grpc.Core;
using ShipAgent.Control;
using Xunit;

namespace ShipAgent.Tests.Control;

public sealed class RedialTests
{
    private static readonly RpcException Gone = new(new Status(StatusCode.Unavailable, ""));

    [Fact]
    public void Pauses_double_up_to_a_quarter_of_a_minute_and_chance_takes_any_part_of_them()
    {
        Assert.Equal(TimeSpan.FromSeconds(0.2), Redial.After(0, Gone, 1));
        Assert.Equal(TimeSpan.FromSeconds(1.6), Redial.After(3, Gone, 1));
        Assert.Equal(TimeSpan.FromSeconds(0.8), Redial.After(3, Gone, 0.5));
        Assert.Equal(TimeSpan.FromSeconds(15), Redial.After(7, Gone, 1));
        Assert.Equal(TimeSpan.FromSeconds(15), Redial.After(int.MaxValue, Gone, 1));
        Assert.True(Redial.After(0, Gone, 0) > TimeSpan.Zero);
    }

    [Theory]
    [InlineData(StatusCode.Unauthenticated)]
    [InlineData(StatusCode.PermissionDenied)]
    [InlineData(StatusCode.Unimplemented)]
    public void A_mux_that_does_not_want_us_is_asked_about_once_a_minute(StatusCode code) =>
        Assert.InRange(Redial.After(0, new RpcException(new Status(code, "")), 0.5).TotalSeconds, 45, 75);
}
