using Mux.Camp;
using Xunit;

namespace Mux.Tests.Camp;

public sealed class Ec2ReaderTests
{
    private const string Camp = "name: spring\ntutorials: [{name: intro, image: 'reg.example/intro:1'}]\nfleet: {provider: ec2}\n";
    private const string Least = "region: eu-central-1, image: ami-0a1, placements: [{subnet: subnet-a1, type: t3.large}], security_groups: [sg-1]";

    [Fact]
    public void The_least_section_names_region_image_placement_and_group()
    {
        var camp = CampReader.Read(Camp + "ec2: {" + Least + "}", "/camp").Camp!;
        var ec2 = camp.Ec2!;
        Assert.Equal(("eu-central-1", "ami-0a1", "t3.large in subnet-a1", "sg-1"), (ec2.Region, ec2.Image, ec2.Placements.Single().ToString(), ec2.SecurityGroups.Single()));
        Assert.Equal((null, 30, false, TimeSpan.FromMinutes(30), 100), (ec2.Endpoint, ec2.VolumeGib, ec2.Spot, ec2.DeadMan, ec2.MaxBatch));
        Assert.Equal((1000, TimeSpan.FromMinutes(10)), (camp.Fleet.MaxBooting, camp.Fleet.BootTimeout));
    }

    [Fact]
    public void All_that_may_be_written_is_read()
    {
        var ec2 = CampReader.Read(Camp +
            """
            ec2:
              region: us-gov-east-1
              endpoint: http://127.0.0.1:4566
              image: ami-0123456789abcdef0
              placements: [{subnet: subnet-a, type: t3.large}, {subnet: subnet-b, type: m7i-flex.large}]
              security_groups: [sg-1, sg-2]
              volume: 40GiB
              spot: true
              dead_man: 20m
              prices: {t3.large: 0.0832, m7i-flex.large: 0.1, volume_gb_month: 0.088}
              registry_mirror: http://10.0.0.5:5000
              insecure_registries: ['10.0.0.5:5000']
              sweep_cap: 5
              max_batch: 20
            """,
            "/camp").Camp!.Ec2!;
        Assert.Equal((40, true, TimeSpan.FromMinutes(20), 5, 20), (ec2.VolumeGib, ec2.Spot, ec2.DeadMan, ec2.SweepCap, ec2.MaxBatch));
        Assert.Equal((0.0832m, 0.1m, 0.088m), (ec2.Prices.Hourly["t3.large"], ec2.Prices.Hourly["m7i-flex.large"], ec2.Prices.VolumeGibMonth));
        Assert.Equal((new Uri("http://127.0.0.1:4566"), new Uri("http://10.0.0.5:5000"), "10.0.0.5:5000"), (ec2.Endpoint, ec2.RegistryMirror, ec2.InsecureRegistries.Single()));
    }

    [Fact]
    public void Every_error_is_told_at_once_with_its_line()
    {
        var errors = CampReader.Read(Camp +
            """
            ec2:
              region: Frankfurt
              image: debian-12
              placements: [{subnet: vpc-1, type: large}]
              volume: 1GiB
              spot: maybe
              dead_man: 5s
              prices: {t3.nano: 1}
              registry_mirror: ftp://x
              insecure_registries: ['http://x']
              access_key: AKIA
            """,
            "/camp").Errors;
        Assert.Equal(
            [(5, "ec2.region"), (5, "ec2.security_groups"), (6, "ec2.image"), (7, "ec2.placements[0].subnet"), (7, "ec2.placements[0].type"), (8, "ec2.volume"), (9, "ec2.spot"), (10, "ec2.dead_man"), (11, "ec2.prices.t3.nano"), (12, "ec2.registry_mirror"), (13, "ec2.insecure_registries"), (14, "ec2.access_key")],
            errors.Select(error => (error.Line, error.Field)).Order());
    }

    [Theory]
    [InlineData("", "ec2: is missing")]
    [InlineData("ec2: {}", "ec2.region: is missing")]
    [InlineData("ec2: {}", "ec2.placements: is missing or empty")]
    [InlineData("ec2: {" + Least + ", prices: {t3.large: cheap}}", "dollars per hour")]
    [InlineData("ec2: {" + Least + ", max_batch: 101}", "from 1 to 100")]
    public void What_is_wrong_is_named(string section, string message) =>
        Assert.Contains(CampReader.Read(Camp + section, "/camp").Errors, error => error.ToString().Contains(message, StringComparison.Ordinal));
}
