using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mux.Providers.Ec2;

/// <summary>The files that user data puts on a ship.</summary>
internal static class Ec2ShipFiles
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for a file, not for a page
    };

    /// <summary>A file of <c>Ship/</c> as it stands in the sources.</summary>
    public static string Fixed(string name)
    {
        using var stream = typeof(Ec2ShipFiles).Assembly.GetManifestResourceStream($"Ship/{name}") ?? throw new InvalidOperationException($"Ship/{name} is not in this program");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>What the scripts are told, for systemd's EnvironmentFile.</summary>
    public static string Environment(Ec2BootFacts facts) => string.Create(
        CultureInfo.InvariantCulture,
        $"RISECAMP_CONTROL_URL={Origin(facts.ControlUrl)}\nRISECAMP_AGENT_SHA256={facts.AgentSha256}\nRISECAMP_DEAD_MAN_SECONDS={(long)facts.DeadMan.TotalSeconds}\n");

    public static string AgentConfiguration(Ec2BootFacts facts) => Text(new
    {
        camp = facts.Camp,
        controlUrl = Origin(facts.ControlUrl),
        caFile = "/etc/risecamp/ca.crt",
        tokenFile = "enroll.token",
        machine = "ec2",
        contactFile = "/run/risecamp/contact",
    });

    public static string DockerConfiguration(Ec2BootFacts facts) => Text(new Dictionary<string, object?>
    {
        ["registry-mirrors"] = facts.RegistryMirror is { } mirror ? new[] { Origin(new Uri(mirror)) } : null,
        ["insecure-registries"] = facts.InsecureRegistries.IsDefaultOrEmpty ? null : facts.InsecureRegistries,
        // Layers at once: three hundred ships ask the same registry in the same minute.
        ["max-concurrent-downloads"] = 3,
        ["icc"] = false,
        ["live-restore"] = true,
        // Set aside for measurements of networks: no VPC has them, so no ship loses its way to the mux.
        ["default-address-pools"] = new[] { new { @base = "198.18.0.0/15", size = 24 } },
        ["log-opts"] = new Dictionary<string, string> { ["max-size"] = "5m", ["max-file"] = "2" },
    }.Where(entry => entry.Value is not null).ToDictionary());

    private static string Origin(Uri url) => url.GetLeftPart(UriPartial.Authority);

    private static string Text(object value) => JsonSerializer.Serialize(value, Json) + "\n";
}
