namespace Mux.Camp;

/// <summary>The mail server that takes personal links.</summary>
/// <param name="From">The sender, an address or <c>Name &lt;address&gt;</c>.</param>
internal sealed record MailDefinition(string Host, string From)
{
    public int Port { get; init; } = 587;

    /// <summary>How the connection is kept secret; without is for a server on this machine only.</summary>
    public MailSecurity Security { get; init; } = MailSecurity.StartTls;

    /// <summary>Empty: the server takes mail without a login.</summary>
    public string Username { get; init; } = "";

    public string PasswordVariable { get; init; } = "";

    public string PasswordFile { get; init; } = "";

    /// <summary>A certificate authority that is trusted beside the system's; empty: none.</summary>
    public string AuthorityFile { get; init; } = "";
}

internal enum MailSecurity
{
    StartTls,
    Tls,
    None,
}
