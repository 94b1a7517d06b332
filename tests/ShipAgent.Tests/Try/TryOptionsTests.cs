using ShipAgent.Try;
using Xunit;

namespace ShipAgent.Tests.Try;

public sealed class TryOptionsTests
{
    private const string Secret = "a-secret-of-the-tests";

    [Fact]
    public void What_an_author_says_becomes_a_ships_spec()
    {
        var data = Directory.CreateTempSubdirectory("birds-");
        var options = TryOptions.Parse(["--image", "mine:latest", "--name", "birds", "--memory", "1.5g", "--cpus", "0.5", "--data", $"eggs={data.FullName}", "--port", "8899"],
            Secret, out var errors);

        Assert.Empty(errors);
        Assert.Equal((1536UL << 20, 500U, 8899, "risecamp-try-birds"), (options!.Spec.MemoryBytes, options.Spec.CpuMillis, options.Port, options.Spec.HomeVolume));
        Assert.Equal(("eggs", data.FullName), (options.Spec.Datasets[0].Name, options.Spec.Datasets[0].Source));
        data.Delete();
    }

    [Fact]
    public void Every_wrong_argument_is_named()
    {
        Assert.Null(TryOptions.Parse(["--memory", "much", "--frob", "1", "--data", "/not/there", "--port", "99999", "--name"], Secret, out var errors));

        Assert.Equal(["--memory much is not understood", "--frob 1 is not understood", "--data /not/there is not understood", "--port 99999 is not understood",
            "--name needs a value", "--image is missing"], errors);
    }

    [Fact]
    public void A_name_that_is_no_path_segment_is_refused() =>
        Assert.True(TryOptions.Parse(["--image", "a", "--name", "../x"], Secret, out var errors) is null && errors.Count > 0);
}
