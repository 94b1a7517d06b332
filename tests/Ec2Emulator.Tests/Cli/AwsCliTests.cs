using Amazon.EC2;
using Amazon.EC2.Model;
using Ec2Emulator.Cloud;
using Ec2Emulator.Lies;
using Xunit;

namespace Ec2Emulator.Tests.Cli;

public sealed class AwsCliTests
{
    private static readonly string[] Launch = ["run-instances", "--image-id", Sky.Image, "--instance-type", "t3.large", "--subnet-id", Sky.SubnetA, "--security-group-ids", Sky.Group];

    [Fact]
    public async Task It_launches_waits_describes_tags_terminates_and_waits_again()
    {
        Assert.SkipWhen(AwsCli.Missing is not null, AwsCli.Missing ?? "");
        await using var emulator = await Emulator.StartAsync(new EmulatorOptions { Pace = Pace.Quick });
        var aws = new AwsCli(emulator.ServiceUrl);
        var launched = await aws.AskAsync([.. Launch, "--count", "1:2", "--user-data", "#cloud-config", "--metadata-options", "HttpTokens=required,HttpPutResponseHopLimit=1",
            "--instance-initiated-shutdown-behavior", "terminate", "--tag-specifications", "ResourceType=instance,Tags=[{Key=camp,Value=demo}]", "--client-token", "cli-1"]);
        var ids = launched!["Instances"]!.AsArray().Select(instance => (string)instance!["InstanceId"]!).ToArray();
        await aws.AskAsync(["wait", "instance-running", "--instance-ids", .. ids]);
        await aws.AskAsync(["wait", "instance-status-ok", "--instance-ids", .. ids]);
        await aws.AskAsync(["create-tags", "--tags", "Key=ship,Value=s-1", "--resources", ids[0]]);
        var states = await aws.AskAsync("describe-instances", "--filters", "Name=tag:camp,Values=demo", "Name=instance-state-name,Values=running",
            "--query", "Reservations[].Instances[].[InstanceId,State.Name,MetadataOptions.HttpTokens,PrivateIpAddress]");
        var tags = await aws.AskAsync("describe-tags", "--filters", "Name=key,Values=ship", "--query", "Tags[].[ResourceId,Value]");

        Assert.Equal(2, ids.Length);
        Assert.Equal($"""[["{ids[0]}","running","required","10.60.0.4"],["{ids[1]}","running","required","10.60.0.5"]]""", states!.ToJsonString());
        Assert.Equal($"""[["{ids[0]}","s-1"]]""", tags!.ToJsonString());

        var ended = await aws.AskAsync(["terminate-instances", "--instance-ids", .. ids, "--query", "TerminatingInstances[].CurrentState.Name"]);
        await aws.AskAsync(["wait", "instance-terminated", "--instance-ids", .. ids]);
        Assert.Equal("""["shutting-down","shutting-down"]""", ended!.ToJsonString());
        Assert.All(emulator.Read().Lives, life => Assert.Equal(("terminated", "cli-1", "demo"), (life.State, life.ClientToken, life.Tags["camp"])));
    }

    [Fact]
    public async Task A_launch_by_the_SDK_is_to_the_letter_the_request_that_it_makes()
    {
        Assert.SkipWhen(AwsCli.Missing is not null, AwsCli.Missing ?? "");
        await using var sky = await Sky.StartAsync();
        var request = Sky.Request(2);
        request.UserData = Convert.ToBase64String("#cloud-config"u8);
        request.BlockDeviceMappings = [new BlockDeviceMapping { DeviceName = "/dev/xvda", Ebs = new EbsBlockDevice { VolumeSize = 30, VolumeType = VolumeType.Gp3, DeleteOnTermination = true } }];
        await sky.Client.RunInstancesAsync(request, TestContext.Current.CancellationToken);
        await new AwsCli(sky.Emulator.ServiceUrl).AskAsync([.. Launch, "--count", "1:2", "--user-data", "#cloud-config", "--client-token", request.ClientToken,
            "--metadata-options", "HttpTokens=required,HttpPutResponseHopLimit=1", "--instance-initiated-shutdown-behavior", "terminate",
            "--block-device-mappings", "DeviceName=/dev/xvda,Ebs={VolumeSize=30,VolumeType=gp3,DeleteOnTermination=true}",
            "--tag-specifications", "ResourceType=instance,Tags=[{Key=camp,Value=demo}]", "ResourceType=volume,Tags=[{Key=camp,Value=demo}]"]);

        var calls = sky.Ledger.CallsOf("RunInstances").ToList();
        Assert.Equal(calls[0].Parameters.ToJsonString(), calls[1].Parameters.ToJsonString());
        Assert.Equal(2, sky.Ledger.Lives.Count);
    }

    [Fact]
    public async Task Its_paginator_sees_every_instance_once()
    {
        Assert.SkipWhen(AwsCli.Missing is not null, AwsCli.Missing ?? "");
        await using var emulator = await Emulator.StartAsync();
        var aws = new AwsCli(emulator.ServiceUrl);
        await aws.AskAsync([.. Launch, "--count", "12"]);
        var ids = await aws.AskAsync("describe-instances", "--page-size", "5", "--query", "Reservations[].Instances[].InstanceId");

        Assert.Equal(emulator.Read().Lives.Select(life => life.Id), ids!.AsArray().Select(id => (string)id!));
        Assert.Equal(3, emulator.Read().CallsOf("DescribeInstances").Count());
    }

    [Theory]
    [InlineData("InvalidInstanceID.NotFound", "describe-instances", "--instance-ids", "i-0f0f0f0f0f0f0f0f0")]
    [InlineData("InvalidInstanceID.Malformed", "terminate-instances", "--instance-ids", "ship-7")]
    [InlineData("InvalidAMIID.NotFound", "run-instances", "--image-id", "ami-0f0f0f0f0f0f0f0f0", "--instance-type", "t3.large")]
    [InlineData("InvalidInstanceType", "describe-instance-types", "--instance-types", "m9z.huge")]
    [InlineData("InvalidSubnetID.NotFound", "describe-subnets", "--subnet-ids", "subnet-0f")]
    [InlineData("InvalidGroup.NotFound", "describe-security-groups", "--group-ids", "sg-0f")]
    [InlineData("DryRunOperation", "run-instances", "--image-id", Sky.Image, "--instance-type", "t3.large", "--dry-run")]
    [InlineData("InsufficientInstanceCapacity", "run-instances", "--image-id", Sky.Image, "--instance-type", "m5.large")]
    [InlineData("UnauthorizedOperation", "stop-instances", "--instance-ids", "i-0f0f0f0f0f0f0f0f0")]
    public async Task It_reads_the_error_codes(string code, params string[] arguments)
    {
        Assert.SkipWhen(AwsCli.Missing is not null, AwsCli.Missing ?? "");
        await using var emulator = await Emulator.StartAsync(new EmulatorOptions { Faults = new FaultPlan { Shortages = [new Shortage(Type: "m5.large")], Denied = ["StopInstances"] } });
        var (exit, _, error) = await new AwsCli(emulator.ServiceUrl).RunAsync(arguments);

        Assert.NotEqual(0, exit);
        Assert.Contains($"An error occurred ({code})", error, StringComparison.Ordinal);
    }
}
