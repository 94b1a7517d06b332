using System.Diagnostics;
using System.Globalization;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Mux.Camp;
using Mux.Providers.Ec2;

namespace Mux.Tests.Providers.Ec2.Endpoint;

/// <summary>moto, an EC2 for tests that others wrote, where it is installed. It keeps a launch's token and does nothing with it.</summary>
internal sealed class MotoServer : IAsyncDisposable
{
    private const string Program = "moto_server";
    private static readonly BasicAWSCredentials Anybody = new("test", "test");

    private readonly Process process;
    private readonly Uri url;

    private MotoServer(Process process, Uri url) => (this.process, this.url) = (process, url);

    public static string? Missing { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, Program)))
        ? null
        : $"{Program} is not on the PATH: neither Debian, npm nor NuGet has an EC2 emulator but ours; 'pip install moto[ec2,server]' where PyPI can be reached";

    public static async Task<MotoServer> StartAsync(CancellationToken cancellationToken)
    {
        var port = FreePort.Take();
        var process = Process.Start(new ProcessStartInfo(Program, ["-H", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new MotoServer(process, new Uri($"http://127.0.0.1:{port}"));
        try
        {
            await server.AnswersAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>An image, a subnet and a security group of those that it begins with.</summary>
    public async Task<EndpointSettings> SettingsAsync(CancellationToken cancellationToken)
    {
        var ec2 = new Ec2Definition("us-east-1", "", []) { Endpoint = url };
        using var client = new AmazonEC2Client(Anybody, Ec2Client.ConfigFor(ec2));
        var images = await client.DescribeImagesAsync(new DescribeImagesRequest { Filters = [new Filter("architecture", ["x86_64"]), new Filter("root-device-type", ["ebs"])] }, cancellationToken);
        var subnet = (await client.DescribeSubnetsAsync(new DescribeSubnetsRequest(), cancellationToken)).Subnets[0];
        var groups = await client.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest { Filters = [new Filter("vpc-id", [subnet.VpcId])] }, cancellationToken);
        return new EndpointSettings(ec2 with { Image = images.Images[0].ImageId, Placements = [new Ec2Placement(subnet.SubnetId, "t3.nano")], SecurityGroups = [groups.SecurityGroups[0].GroupId], MaxBatch = 1 }, Anybody)
        {
            RemembersTokens = false,
        };
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task AnswersAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        using var http = new HttpClient();
        while (true)
        {
            try
            {
                (await http.GetAsync(new Uri(url, "/moto-api/"), patience.Token)).Dispose();
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, patience.Token);
            }
        }
    }
}
