using Amazon.Runtime;
using Ec2Emulator;
using Xunit;

namespace Mux.Tests.Providers.Ec2.Endpoint;

/// <summary>The same trial at three endpoints. Only the first can be AWS; the second is of others' making, the third of ours, and proves no more than that the trial is well.</summary>
public sealed class EndpointTests(ITestOutputHelper output)
{
    private static readonly Func<string, string?> OfTheProcess = Environment.GetEnvironmentVariable;

    [Fact]
    public async Task One_machine_lives_and_ends_at_the_endpoint_of_the_environment()
    {
        Assert.SkipWhen(EndpointSettings.Missing(OfTheProcess) is not null, EndpointSettings.Missing(OfTheProcess) ?? "");
        await TryAsync(EndpointSettings.Read(OfTheProcess));
    }

    [Fact]
    public async Task One_machine_lives_and_ends_at_an_emulator_of_others()
    {
        Assert.SkipWhen(MotoServer.Missing is not null, MotoServer.Missing ?? "");
        await using var moto = await MotoServer.StartAsync(TestContext.Current.CancellationToken);
        await TryAsync(await moto.SettingsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task One_machine_lives_and_ends_at_our_own_emulator()
    {
        await using var emulator = await Emulator.StartAsync(new EmulatorOptions(), TestContext.Current.CancellationToken);
        output.WriteLine("this endpoint is ours: what it proves is the trial, not AWS");
        await TryAsync(EndpointSettings.Read(name => Given(emulator).GetValueOrDefault(name)) with { Credentials = new BasicAWSCredentials("test", "test") });
        var life = Assert.Single(emulator.Read().Lives);
        Assert.NotNull(life.EndedAt);
    }

    [Theory]
    [InlineData(EndpointSettings.Type, "m7i.48xlarge")]
    [InlineData(EndpointSettings.Type, "nano.large")]
    [InlineData(EndpointSettings.Volume, "16000")]
    [InlineData(EndpointSettings.Volume, "-1")]
    public void Nothing_large_is_launched_whatever_the_environment_says(string name, string value) =>
        Assert.Contains(name, Assert.Throws<InvalidOperationException>(() => EndpointSettings.Read(asked => asked == name ? value : null)).Message, StringComparison.Ordinal);

    private static Dictionary<string, string> Given(Emulator emulator) => new()
    {
        [EndpointSettings.Address] = emulator.ServiceUrl.ToString(), [EndpointSettings.Region] = "us-east-1", [EndpointSettings.Image] = "ami-0d000000000000012",
        [EndpointSettings.Subnet] = "subnet-0a000000000000001", [EndpointSettings.Group] = "sg-05000000000000001",
    };

    private async Task TryAsync(EndpointSettings settings)
    {
        await using var trial = new EndpointTrial(settings, output);
        await trial.RunAsync(TestContext.Current.CancellationToken);
    }
}
