namespace Mux.Cli;

/// <summary>What the shell is told. Fixed: scripts use it.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>What was asked for did not come about: a halted deploy, errors in a file, a tutorial that does not start.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The mux does not answer, or not to this token.</summary>
    public const int Unreachable = 3;

    /// <summary>The mux refused the order; nothing was changed.</summary>
    public const int Refused = 4;
}
