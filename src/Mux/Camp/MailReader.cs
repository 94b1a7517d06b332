using System.Net;

namespace Mux.Camp;

/// <summary>Reads the section <c>mail</c>.</summary>
internal static class MailReader
{
    public static MailDefinition Read(YamlSection section, string folder)
    {
        var security = section.Choice("security", "starttls", "starttls", "tls", "none");
        if (section.Has("password"))
        {
            section.Refuse("password", "a secret does not belong into this file: write password_file: PATH, or password_env: VARIABLE");
        }

        var mail = new MailDefinition(section.Required("host", "smtp.example.org"), section.Required("from", "Spring Camp <camp@example.org>"))
        {
            Security = security switch { "tls" => MailSecurity.Tls, "none" => MailSecurity.None, _ => MailSecurity.StartTls },
            Port = section.Number("port", security == "tls" ? 465 : 587, 1, 65535),
            Username = section.Text("username"),
            PasswordVariable = section.Text("password_env"),
            PasswordFile = Full(section.Text("password_file"), folder),
            AuthorityFile = Full(section.Text("ca_file"), folder),
        };
        if (mail.Security == MailSecurity.None && mail.Host != "localhost" && !(IPAddress.TryParse(mail.Host, out var address) && IPAddress.IsLoopback(address)))
        {
            section.Refuse("security", "'none' would send links and the password in the clear: it is for a mail server on this machine (host: localhost) only");
        }

        if (mail.Username.Length > 0 && mail.PasswordVariable.Length + mail.PasswordFile.Length == 0)
        {
            section.Refuse("username", "stands there without a password: write password_file: PATH, or password_env: VARIABLE");
        }

        section.Finish();
        return mail;
    }

    private static string Full(string file, string folder) => file.Length == 0 ? "" : Path.GetFullPath(Path.Combine(folder, file));
}
