namespace EndToEnd;

public sealed class Smoke
{
    [Xunit.Fact]
    public void Starts() => Xunit.Assert.NotNull(typeof(Smoke).Assembly);
}
