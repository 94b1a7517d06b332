using System.Security.Cryptography;
using Contracts.Control;
using Google.Protobuf;

namespace ShipAgent.Containers;

/// <summary>One tutorial as the mux wants it, and the hash by which a container is known to be exactly that.</summary>
internal sealed record WantedTutorial(TutorialSpec Spec, string Hash, ulong Generation)
{
    public string Name => Spec.Name;

    /// <summary>The same for all of the spec but its image.</summary>
    public string Frame
    {
        get
        {
            var frame = Spec.Clone();
            frame.Image = "";
            return HashOf(frame);
        }
    }

    public static WantedTutorial From(TutorialSpec spec, ulong generation) =>
        new(spec, HashOf(spec), generation);

    private static string HashOf(TutorialSpec spec) => Convert.ToHexStringLower(SHA256.HashData(spec.ToByteArray()));
}
