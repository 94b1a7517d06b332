namespace Mux.Preflight.Ec2;

/// <summary>AWS's names for the limits that a fleet meets.</summary>
internal static class QuotaCodes
{
    /// <summary>Storage for General Purpose SSD (gp3) volumes, in TiB; of the service <c>ebs</c>.</summary>
    public const string Gp3Storage = "L-7A658B76";

    public const string StandardOnDemand = "L-1216C47A";
    public const string StandardSpot = "L-34B43A08";
    public const string GraphicsOnDemand = "L-DB2E81BA";
    public const string GraphicsSpot = "L-3819A6DF";

    // "All Standard (A, C, D, H, I, M, R, T, Z)" by the letters before a type's generation.
    private static readonly string[] Standard = ["a", "c", "d", "h", "i", "im", "is", "m", "r", "t", "z"];
    private static readonly string[] Graphics = ["g", "gr", "vt"];

    /// <summary>The limit on virtual processors that machines of this type count against; null for the rarer families.</summary>
    public static string? OfType(string type, bool spot)
    {
        var family = new string([.. type.TakeWhile(char.IsAsciiLetterLower)]);
        return Standard.Contains(family) ? (spot ? StandardSpot : StandardOnDemand)
            : Graphics.Contains(family) ? (spot ? GraphicsSpot : GraphicsOnDemand)
            : null;
    }
}
