namespace Mux.Preflight;

/// <summary>Whether there is enough of something.</summary>
internal enum Verdict
{
    Ok,

    /// <summary>It could not be found out, or nobody said what it costs.</summary>
    Unknown,

    Short,
}

/// <summary>One thing that the whole fleet needs.</summary>
/// <param name="Name">Few words, the same at every run.</param>
/// <param name="Wanted">With its unit, and for how many ships.</param>
/// <param name="There">With its unit; empty when it is not known.</param>
internal sealed record PreflightCheck(string Name, Verdict Verdict, string Wanted, string There)
{
    /// <summary>What to do, with the setting at fault; empty when there is nothing to do.</summary>
    public string Fix { get; init; } = "";

    /// <summary>The provider's own word for what is wrong; empty when it has none.</summary>
    public string Code { get; init; } = "";

    /// <summary>Every launch would fail for it: none is tried.</summary>
    public bool ForbidsLaunches { get; init; }

    public static PreflightCheck Ok(string name, string wanted, string there) => new(name, Verdict.Ok, wanted, there);

    public static PreflightCheck Unknown(string name, string wanted, string why, string code = "") => new(name, Verdict.Unknown, wanted, "") { Fix = why, Code = code };
}
