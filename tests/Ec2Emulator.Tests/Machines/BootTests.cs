using Ec2Emulator.Machines;
using Xunit;

namespace Ec2Emulator.Tests.Machines;

/// <summary>One machine for all of these: the last of them ends it.</summary>
[TestCaseOrderer(typeof(ByName))]
public sealed class BootTests(BootedMachine machine) : IClassFixture<BootedMachine>
{
    private const string Token = "TOKEN=$(curl -sS -m 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token)";
    private const string Asked = "curl -sS -m 5 -H \"X-aws-ec2-metadata-token: $TOKEN\" http://169.254.169.254/latest/";

    [Fact]
    public async Task A_cloud_init_runs_the_user_data_and_there_is_a_Docker_engine()
    {
        SkipIfMissing();
        Assert.Equal("written by user data", await machine.InsideAsync("cat /root/by-cloud-init"));
        Assert.Equal("overlay2", await machine.InsideAsync("cat /root/driver"));
        Assert.Contains("DataSourceEc2", await machine.InsideAsync("cloud-init query platform cloud_name subplatform; cat /run/cloud-init/result.json"), StringComparison.Ordinal);
        Assert.Equal("", await machine.InsideAsync("systemctl list-units --failed --plain --no-legend"));
    }

    [Fact]
    public async Task B_the_metadata_service_knows_the_machine_by_its_address_and_wants_a_token()
    {
        SkipIfMissing();
        Assert.Equal("401", await machine.InsideAsync("curl -s -m 5 -o /dev/null -w '%{http_code}' http://169.254.169.254/latest/meta-data/instance-id"));
        Assert.Equal("400", await machine.InsideAsync("curl -s -m 5 -o /dev/null -w '%{http_code}' -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 99999' http://169.254.169.254/latest/api/token"));
        Assert.Equal(machine.Id, await machine.InsideAsync($"{Token}; {Asked}meta-data/instance-id"));
        Assert.Equal("us-east-1a", await machine.InsideAsync($"{Token}; {Asked}meta-data/placement/availability-zone"));
        Assert.Contains($"\"instanceId\": \"{machine.Id}\"", await machine.InsideAsync($"{Token}; {Asked}dynamic/instance-identity/document"), StringComparison.Ordinal);
        Assert.Equal("404", await machine.InsideAsync($"{Token}; {Asked}meta-data/spot/instance-action -o /dev/null -w '%{{http_code}}'"));
        Assert.Equal("404", await machine.InsideAsync($"{Token}; {Asked}meta-data/iam/security-credentials/ -o /dev/null -w '%{{http_code}}'"));
    }

    [Fact]
    public async Task C_a_container_on_the_machine_never_gets_a_token_at_a_hop_limit_of_one()
    {
        SkipIfMissing();
        await machine.InsideAsync("tar -ch $(ldd /usr/bin/curl | grep -o '/[^ ]*') /usr/bin/curl 2>/dev/null | docker import - curl");
        var reached = await machine.InsideAsync("docker run --rm curl curl -sS -m 5 -o /dev/null -w '%{http_code}' http://169.254.169.254/latest/meta-data/");
        var token = await machine.InsideAsync("docker run --rm curl curl -sS -m 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token");

        Assert.Equal("401", reached);
        Assert.Contains("timed out", token, StringComparison.Ordinal);
    }

    [Fact]
    public async Task D_the_registry_of_this_machine_can_be_read_and_not_written()
    {
        SkipIfMissing();
        Assert.Equal("200", await machine.InsideAsync($"curl -s -m 5 -o /dev/null -w '%{{http_code}}' http://{BootedMachine.Gateway}:5000/v2/"));
        Assert.Equal("405", await machine.InsideAsync($"curl -s -m 5 -o /dev/null -w '%{{http_code}}' -X POST http://{BootedMachine.Gateway}:5000/v2/risecamp/notebook/blobs/uploads/"));
    }

    [Fact]
    public async Task E_the_console_is_told()
    {
        SkipIfMissing();
        Assert.Contains("the ship is up", await machine.ConsoleAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task F_a_machine_that_powers_itself_off_is_terminated_and_leaves_neither_container_nor_disk()
    {
        SkipIfMissing();
        var disks = await Command.RunAsync("docker", "inspect", "--format", "{{range .Mounts}}{{.Name}} {{end}}", machine.Container);
        await machine.InsideAsync("systemctl poweroff");
        await BootedMachine.UntilAsync("terminated", async () => await machine.StateAsync() == "terminated");

        Assert.Equal("Client.InstanceInitiatedShutdown", machine.Emulator.Read().Lives.Single().Reason);
        Assert.Equal("", await Command.RunAsync("docker", "ps", "-aq", "--filter", $"name={machine.Container}"));
        Assert.NotEqual(0, (await Command.TryAsync("docker", "volume", "inspect", disks.Split(' ')[0])).ExitCode);
    }

    private void SkipIfMissing() => Assert.SkipWhen(machine.Missing is not null, machine.Missing ?? "");
}
