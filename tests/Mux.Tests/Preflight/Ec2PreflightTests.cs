using Amazon.Runtime;
using Ec2Emulator;
using Ec2Emulator.Cloud;
using Ec2Emulator.Lies;
using Mux.Camp;
using Mux.Preflight;
using Mux.Preflight.Ec2;
using Xunit;

namespace Mux.Tests.Preflight;

public sealed class Ec2PreflightTests
{
    [Fact]
    public async Task An_account_with_room_has_nothing_short_and_nothing_is_launched()
    {
        await using var rig = await PreflightRig.StartAsync();
        var report = await rig.RunAsync();
        Assert.DoesNotContain(report.Checks, check => check.Verdict == Verdict.Short);
        // Whether machines may be ended and named can only be asked about one that is there.
        Assert.Equal(["permission TerminateInstances", "permission CreateTags"], report.Checks.Where(check => check.Verdict == Verdict.Unknown).Select(check => check.Name));
        Assert.Null(report.Stop);
        Assert.Equal(0, rig.Changes);
        Assert.Equal("$29.79", report.Checks.Single(check => check.Name == "price").There); // 300 x (0.096 + 30 x 0.08 / 730)
    }

    [Fact]
    public async Task With_a_ship_there_every_question_has_an_answer()
    {
        await using var rig = await PreflightRig.StartAsync();
        await rig.LaunchAsync("m6i.large", 1, camp: "spring");
        var report = await rig.RunAsync();
        Assert.All(report.Checks, check => Assert.Equal(Verdict.Ok, check.Verdict));
        Assert.Equal("ec2 has room for all 300 ships.", report.Sentence);
    }

    [Theory]
    [InlineData(QuotaCodes.StandardOnDemand, 599, "vCPU quota, on demand", "600 vCPUs: 300 x 2 of m6i.large", "599 (L-1216C47A)", "299 ships fit", "VcpuLimitExceeded")]
    [InlineData(QuotaCodes.Gp3Storage, 8, "gp3 storage quota", "9000 GiB: 300 x 30", "8192 GiB (L-7A658B76)", "273 ships fit", "VolumeLimitExceeded")]
    public async Task A_quota_that_is_just_short_is_named_with_both_numbers_and_launching_goes_on(string code, double there, string name, string wanted, string has, string fit, string aws)
    {
        await using var rig = await PreflightRig.StartAsync(options: WithQuota(code, there));
        var report = await rig.RunAsync();
        var check = Assert.Single(report.Checks, check => check.Verdict == Verdict.Short);
        Assert.Equal((name, wanted, has, aws), (check.Name, check.Wanted, check.There, check.Code));
        Assert.Contains(fit, check.Fix, StringComparison.Ordinal);
        Assert.Null(report.Stop);
    }

    [Fact]
    public async Task What_others_use_counts_against_the_quotas_and_the_camps_own_machines_do_not()
    {
        await using var rig = await PreflightRig.StartAsync(options: WithQuota(QuotaCodes.StandardOnDemand, 615));
        await rig.LaunchAsync("m6i.large", 5, camp: "spring");
        Assert.Equal(Verdict.Ok, (await rig.RunAsync("vCPU quota, on demand")).Verdict);
        await rig.LaunchAsync("m5.2xlarge", 2);
        var check = await rig.RunAsync("vCPU quota, on demand");
        Assert.Equal(Verdict.Short, check.Verdict);
        Assert.Equal("616 vCPUs: 300 x 2 of m6i.large, 16 in use beside the camp", check.Wanted);
        Assert.Equal("9200 GiB: 300 x 30, 200 in use beside the camp", (await rig.RunAsync("gp3 storage quota")).Wanted);
    }

    [Fact]
    public async Task Spot_has_a_quota_of_its_own()
    {
        await using var rig = await PreflightRig.StartAsync(ec2 => ec2 with { Spot = true }, WithQuota(QuotaCodes.StandardSpot, 100));
        Assert.Equal("100 (L-34B43A08)", (await rig.RunAsync("vCPU quota, spot")).There);
    }

    [Fact]
    public async Task Too_few_addresses_are_counted()
    {
        var region = Region.Sample with { Subnets = [.. Region.Sample.Subnets.Select(subnet => subnet with { Block = System.Net.IPNetwork.Parse(subnet.Block.ToString().Replace("/20", "/25", StringComparison.Ordinal)) })] };
        await using var rig = await PreflightRig.StartAsync(options: new EmulatorOptions { Region = region });
        var check = await rig.RunAsync("subnet addresses");
        Assert.Equal((Verdict.Short, "300 addresses", "246 in 2 subnets", "InsufficientFreeAddressesInSubnet"), (check.Verdict, check.Wanted, check.There, check.Code));
    }

    // Name of the check, AWS's code, the setting at fault.
    public static TheoryData<string, string, string, string> Mistakes => new()
    {
        { "an image that is not there", "image", "InvalidAMIID.NotFound", "ec2.image" },
        { "an image of another architecture", "architecture", "InvalidParameterValue", "ec2.image" },
        { "a disk smaller than the image", "volume", "InvalidBlockDeviceMapping", "ec2.volume" },
        { "a type that is not there", "instance types", "InvalidInstanceType", "ec2.placements" },
        { "a type that the zone does not have", "types by zone", "Unsupported", "ec2.placements" },
        { "a subnet that is not there", "subnets", "InvalidSubnetID.NotFound", "ec2.placements" },
        { "a group that is not there", "security groups", "InvalidGroup.NotFound", "ec2.security_groups" },
        { "a group of another VPC", "security groups", "InvalidParameter", "ec2.security_groups" },
        { "user data that is too large", "user data", "InvalidParameterValue", "Mend" },
        { "no permission to launch", "permission RunInstances", "UnauthorizedOperation", "mux-policy.json" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_named_with_awss_code_and_the_setting_and_no_launch_is_tried(string mistake, string name, string code, string setting)
    {
        await using var rig = await PreflightRig.StartAsync(ec2 => Spoil(ec2, mistake), new EmulatorOptions
        {
            Region = Region.Sample with { NotOffered = mistake == "a type that the zone does not have" ? [("m5.large", "us-east-1b")] : [] },
            Faults = mistake == "no permission to launch" ? new FaultPlan { Denied = ["RunInstances"] } : FaultPlan.None,
        });
        var report = await rig.RunAsync();
        var check = report.Checks.Single(check => check.Name == name);
        Assert.Equal((Verdict.Short, code, true), (check.Verdict, check.Code, check.ForbidsLaunches));
        Assert.Contains(setting, check.Fix, StringComparison.Ordinal);
        Assert.NotNull(report.Stop);
        Assert.Equal(0, rig.Changes);
    }

    [Fact]
    public async Task Without_credentials_that_is_all_that_is_said()
    {
        await using var rig = await PreflightRig.StartAsync(credentials: new NoCredentials());
        var report = await rig.RunAsync();
        Assert.Equal(["region", "credentials"], report.Checks.Select(check => check.Name));
        Assert.Equal((Verdict.Short, "NoCredentials"), (report.Checks[1].Verdict, report.Checks[1].Code));
        Assert.Contains("AWS_PROFILE", report.Stop!.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_region_that_is_not_there_is_named_before_anything_is_asked()
    {
        await using var rig = await PreflightRig.StartAsync(ec2 => ec2 with { Region = "eu-nowhere-9", Endpoint = null });
        var report = await rig.RunAsync();
        var check = Assert.Single(report.Checks);
        Assert.Contains("ec2.region", check.Fix, StringComparison.Ordinal);
        Assert.NotNull(report.Stop);
    }

    [Fact]
    public async Task What_may_not_be_asked_is_unknown_and_stops_nothing()
    {
        await using var rig = await PreflightRig.StartAsync(options: new EmulatorOptions { Faults = new FaultPlan { Denied = ["DescribeSubnets", "DescribeVolumes", "GetServiceQuota"] } });
        var report = await rig.RunAsync();
        Assert.DoesNotContain(report.Checks, check => check.Verdict == Verdict.Short);
        Assert.Equal(("UnauthorizedOperation", Verdict.Unknown), report.Checks.Where(check => check.Name == "subnets").Select(check => (check.Code, check.Verdict)).Single());
        Assert.Null(report.Stop);
    }

    [Fact]
    public async Task Throttling_is_waited_out()
    {
        await using var rig = await PreflightRig.StartAsync(options: new EmulatorOptions { Faults = new FaultPlan { ThrottlePercent = 30 } });
        Assert.DoesNotContain((await rig.RunAsync()).Checks, check => check.Verdict == Verdict.Short);
    }

    private static EmulatorOptions WithQuota(string code, double value) => new() { Faults = new FaultPlan { Quotas = new Dictionary<string, double> { [code] = value } } };

    private static Ec2Definition Spoil(Ec2Definition ec2, string mistake) => mistake switch
    {
        "an image that is not there" => ec2 with { Image = "ami-0123456789abcdef0" },
        "an image of another architecture" => ec2 with { Image = "ami-0a000000000000012" },
        "a disk smaller than the image" => ec2 with { VolumeGib = 7 },
        "a type that is not there" => ec2 with { Placements = [ec2.Placements[0], ec2.Placements[1] with { Type = "m9.large" }] },
        "a subnet that is not there" => ec2 with { Placements = [ec2.Placements[0], ec2.Placements[1] with { Subnet = "subnet-0123456789abcdef0" }] },
        "a group that is not there" => ec2 with { SecurityGroups = ["sg-0123456789abcdef0"] },
        "a group of another VPC" => ec2 with { SecurityGroups = ["sg-05000000000000001", "sg-0f000000000000002"] },
        "user data that is too large" => ec2 with { InsecureRegistries = [.. Enumerable.Range(0, 900).Select(i => $"registry-{i}.example.org:5000")] },
        _ => ec2,
    };

    private sealed class NoCredentials : AWSCredentials
    {
        public override ImmutableCredentials GetCredentials() => throw new AmazonClientException("Failed to resolve AWS credentials.");

        public override Task<ImmutableCredentials> GetCredentialsAsync() => throw new AmazonClientException("Failed to resolve AWS credentials.");
    }
}
