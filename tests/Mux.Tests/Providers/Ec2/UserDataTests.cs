using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Mux.Providers.Ec2;
using Xunit;
using YamlDotNet.Serialization;

namespace Mux.Tests.Providers.Ec2;

public sealed class UserDataTests
{
    private static readonly string Ca = MakeCa();

    private static Ec2BootFacts Facts => new(
        new Uri("https://10.0.0.5:8443"), Ca, new string('t', 43), new string('a', 64), TimeSpan.FromMinutes(20), "https://mirror.example.org", ["10.0.0.5:5000", "10.1.0.0/16"], "spring-camp");

    [Fact]
    public void It_is_a_small_cloud_config_and_the_same_for_the_same_facts()
    {
        var text = Ec2UserData.Compose(Facts);
        Assert.StartsWith("#cloud-config\n", text, StringComparison.Ordinal);
        Assert.Equal(text, Ec2UserData.Compose(Facts));
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, Ec2UserData.LargestSize);
    }

    [Fact]
    public void The_token_lies_in_one_file_that_only_root_can_read()
    {
        var holding = Files().Where(file => file.Content.Contains(Facts.EnrollmentToken, StringComparison.Ordinal)).ToList();
        Assert.Equal(("/var/lib/risecamp/agent/enroll.token", "0600"), (Assert.Single(holding).Path, holding[0].Permissions));
    }

    [Fact]
    public void What_the_sources_hold_arrives_unchanged()
    {
        foreach (var file in Directory.GetFiles(Repository.At("src", "Mux", "Providers", "Ec2", "Ship")))
        {
            Assert.Equal(File.ReadAllText(file), Files().Single(written => Path.GetFileName(written.Path) == Path.GetFileName(file)).Content);
        }
    }

    [Fact]
    public void The_engine_and_the_agent_are_told_what_the_camp_says()
    {
        var engine = JsonNode.Parse(Files().Single(file => file.Path == "/etc/docker/daemon.json").Content)!;
        Assert.Equal("https://mirror.example.org", (string?)engine["registry-mirrors"]![0]);
        Assert.Equal("10.1.0.0/16", (string?)engine["insecure-registries"]![1]);
        var agent = JsonNode.Parse(Files().Single(file => file.Path.EndsWith("agent.json", StringComparison.Ordinal)).Content)!;
        Assert.Equal(("https://10.0.0.5:8443", "spring-camp"), ((string?)agent["controlUrl"], (string?)agent["camp"]));
        Assert.Contains("RISECAMP_DEAD_MAN_SECONDS=1200\n", Files().Single(file => file.Path == "/etc/risecamp/ship.env").Content, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_beside_the_CA_stays_at_home()
    {
        using var key = ECDsa.Create();
        var text = Ec2UserData.Compose(Facts with { CaPem = Ca + key.ExportPkcs8PrivateKeyPem() });
        Assert.DoesNotContain("PRIVATE KEY", text, StringComparison.Ordinal);
    }

    public static TheoryData<string> Junk => ["", "x\ny", "$(reboot)", "`reboot`", "a;b", "a b", "a'b", "a\"b", "--privileged", "\u0000", "../..", new string('x', 5000)];

    [Theory]
    [MemberData(nameof(Junk))]
    public void Nothing_that_means_something_to_a_shell_gets_in(string junk)
    {
        Assert.Contains(Ec2UserData.Faults(Facts with { EnrollmentToken = junk }), fault => fault.Contains("token", StringComparison.Ordinal));
        Assert.Contains(Ec2UserData.Faults(Facts with { AgentSha256 = junk }), fault => fault.Contains("MUX_AGENT_ARCHIVE", StringComparison.Ordinal));
        Assert.Contains(Ec2UserData.Faults(Facts with { Camp = junk }), fault => fault.StartsWith("name ", StringComparison.Ordinal));
        Assert.Contains(Ec2UserData.Faults(Facts with { CaPem = junk }), fault => fault.Contains("ca.crt", StringComparison.Ordinal));
        Assert.Contains(Ec2UserData.Faults(Facts with { RegistryMirror = junk }), fault => fault.Contains("ec2.registry_mirror", StringComparison.Ordinal));
        Assert.Contains(Ec2UserData.Faults(Facts with { InsecureRegistries = [junk] }), fault => fault.Contains("ec2.insecure_registries", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://10.0.0.5:8443")]
    [InlineData("https://10.0.0.5:8443/$(reboot)")]
    [InlineData("https://user:secret@10.0.0.5:8443")]
    [InlineData("https://127.0.0.1:8443")]
    [InlineData("https://10.0.0.5:8443/?a")]
    public void A_control_address_that_ships_could_not_use_is_refused(string url) =>
        Assert.All(Ec2UserData.Faults(Facts with { ControlUrl = new Uri(url) }), fault => Assert.Contains("MUX_CONTROL_URL", fault, StringComparison.Ordinal));

    [Fact]
    public void All_faults_are_told_at_once_and_composing_refuses()
    {
        var wrong = Facts with { Camp = "", DeadMan = TimeSpan.FromSeconds(3), AgentSha256 = "" };
        Assert.Equal(3, Ec2UserData.Faults(wrong).Count);
        Assert.Contains("ec2.dead_man", Assert.Throws<ArgumentException>(() => Ec2UserData.Compose(wrong)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_much_for_EC2_is_said_with_both_sizes()
    {
        var wrong = Facts with { InsecureRegistries = [.. Enumerable.Range(0, 600).Select(n => $"registry-{n}.example.org:5000")] };
        Assert.Contains("EC2 takes 16384", Assert.Single(Ec2UserData.Faults(wrong)), StringComparison.Ordinal);
    }

    internal static IReadOnlyList<(string Path, string Permissions, string Content)> Files()
    {
        var read = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(Ec2UserData.Compose(Facts));
        return [.. ((List<object>)read["write_files"]).Cast<Dictionary<object, object>>().Select(file => ((string)file["path"], (string)file["permissions"], (string)file["content"]))];
    }

    internal static string Compose() => Ec2UserData.Compose(Facts);

    private static string MakeCa()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=camp", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return certificate.ExportCertificatePem() + "\n";
    }
}
