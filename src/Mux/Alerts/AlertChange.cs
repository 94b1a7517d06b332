namespace Mux.Alerts;

/// <summary>What is told of an alert.</summary>
internal enum AlertChange
{
    Raised,

    /// <summary>A warning turned bad: told once, however often it comes and goes.</summary>
    Worsened,

    Cleared,
}
