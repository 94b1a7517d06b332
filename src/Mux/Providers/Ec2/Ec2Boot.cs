using Mux.Camp;

namespace Mux.Providers.Ec2;

/// <summary>What new machines are told about the mux, as it is now.</summary>
internal sealed class Ec2Boot(CampDefinition camp, MuxSettings settings, AgentArchive agent, Ec2Definition ec2)
{
    /// <summary>Without the enrollment token. What is missing leaves its fact empty, which <see cref="Ec2UserData.Faults"/> names.</summary>
    public Ec2BootFacts Facts() => new(
        settings.ControlUrl,
        ReadAuthority(Path.Combine(settings.DataFolder, "ca.crt")),
        "",
        agent.Sha256 ?? "",
        ec2.DeadMan,
        ec2.RegistryMirror?.GetLeftPart(UriPartial.Authority),
        ec2.InsecureRegistries,
        camp.Name);

    private static string ReadAuthority(string file) => File.Exists(file) ? File.ReadAllText(file) : "";
}
