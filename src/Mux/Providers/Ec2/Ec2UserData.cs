using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Mux.Providers.Ec2;

/// <summary>
/// The user data that makes a bare Debian or Ubuntu instance a ship, for cloud-init. What runs on the machine lies as files in <c>Ship/</c> and is the same
/// for every camp; the camp's own values go into three files that are data: <c>ship.env</c>, <c>agent.json</c> and <c>daemon.json</c>.
/// </summary>
internal static class Ec2UserData
{
    /// <summary>EC2's limit, before base64.</summary>
    public const int LargestSize = 16 << 10;

    private const string Library = "/usr/local/lib/risecamp";

    /// <summary>Every reason why <see cref="Compose"/> would refuse these facts, for people; empty when it would not.</summary>
    public static IReadOnlyList<string> Faults(Ec2BootFacts facts)
    {
        string[] faults = [.. Ec2BootCheck.Faults(facts)];
        return faults.Length == 0 && Encoding.UTF8.GetByteCount(Write(facts)) is > LargestSize and var size
            ? [$"user data would have {size} bytes, EC2 takes {LargestSize}: shorten ec2.insecure_registries, or take replaced certificates out of ca.crt"]
            : faults;
    }

    /// <summary>A <c>#cloud-config</c> text, the same for the same facts.</summary>
    /// <exception cref="ArgumentException"><see cref="Faults"/> has something to say.</exception>
    public static string Compose(Ec2BootFacts facts)
    {
        var faults = Faults(facts);
        return faults.Count == 0 ? Write(facts) : throw new ArgumentException(string.Join("; ", faults), nameof(facts));
    }

    private static string Write(Ec2BootFacts facts)
    {
        var root = new YamlMappingNode
        {
            { "write_files", new YamlSequenceNode(Files(facts)) },
            // The dead man first: whatever goes wrong after it, the machine ends.
            { "runcmd", new YamlSequenceNode(
                Command("systemctl", "daemon-reload"),
                Command("systemctl", "enable", "--now", "risecamp-dead-man.timer"),
                Command("systemctl", "enable", "--now", "--no-block", "risecamp-agent.service")) },
        };
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.Write("#cloud-config\n");
        new YamlStream(new YamlDocument(root)).Save(text, assignAnchors: false);
        return text.ToString();
    }

    private static IEnumerable<YamlNode> Files(Ec2BootFacts facts) =>
    [
        FileNode("/etc/risecamp/ca.crt", "0644", Ec2BootCheck.CertificatesOf(facts.CaPem)!),
        FileNode("/etc/risecamp/ship.env", "0644", Ec2ShipFiles.Environment(facts)),
        FileNode("/etc/risecamp/ship.nft", "0644", Ec2ShipFiles.Fixed("ship.nft")),
        FileNode("/etc/docker/daemon.json", "0644", Ec2ShipFiles.DockerConfiguration(facts)),
        FileNode("/var/lib/risecamp/agent/agent.json", "0600", Ec2ShipFiles.AgentConfiguration(facts)),
        FileNode("/var/lib/risecamp/agent/enroll.token", "0600", facts.EnrollmentToken + "\n"),
        FileNode($"{Library}/prepare", "0755", Ec2ShipFiles.Fixed("prepare")),
        FileNode($"{Library}/dead-man", "0755", Ec2ShipFiles.Fixed("dead-man")),
        Unit("risecamp-agent.service"),
        Unit("risecamp-dead-man.service"),
        Unit("risecamp-dead-man.timer"),
    ];

    private static YamlMappingNode Unit(string name) => FileNode($"/etc/systemd/system/{name}", "0644", Ec2ShipFiles.Fixed(name));

    private static YamlMappingNode FileNode(string path, string permissions, string content) => new()
    {
        { "path", path },
        // Quoted: a bare number would be taken for one.
        { "permissions", new YamlScalarNode(permissions) { Style = ScalarStyle.SingleQuoted } },
        { "content", new YamlScalarNode(content) { Style = ScalarStyle.Literal } },
    };

    private static YamlSequenceNode Command(params string[] words) => new(words.Select(word => new YamlScalarNode(word)));
}
