using Xunit;

namespace Mux.Tests;

public sealed class RuntimeCheckTests
{
    [Fact]
    public void This_runtime_is_new_enough() => Assert.Null(RuntimeCheck.Problem());

    [Theory]
    [InlineData("10.0.6")]
    [InlineData("9.0.20")]
    [InlineData(null)]
    public void An_old_one_is_refused_with_what_to_install(string? version)
    {
        var problem = RuntimeCheck.Problem("ASP.NET Core", version is null ? null : Version.Parse(version));
        Assert.Contains("10.0.7", problem, StringComparison.Ordinal);
        Assert.Contains("ASP.NET Core", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.7")]
    [InlineData("10.1.0")]
    [InlineData("11.0.0")]
    public void A_new_one_is_taken(string version) => Assert.Null(RuntimeCheck.Problem(".NET", Version.Parse(version)));
}
