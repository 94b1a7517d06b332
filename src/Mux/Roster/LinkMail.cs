using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Mux.Camp;
using Mux.Fleet;
using Mux.Orders;
using Mux.Store;

namespace Mux.Roster;

/// <summary>What a round of mailing came to.</summary>
/// <param name="Left">People who still wait for their mail.</param>
internal sealed record Mailed(int Sent, IReadOnlyList<RosterEntry> Refused, int Left);

/// <summary>Sends each person the own link. A bounded number at a time, so that a caller sees how it goes and nothing is sent twice after a broken connection.</summary>
internal sealed partial class LinkMail(FleetStore store, CampDefinition camp, MuxSettings settings, PersonalLinks links, TimeProvider time, ILogger<LinkMail> logger)
{
    private const int AtOnce = 25;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <param name="who">An address or an id; null: all who were never sent one.</param>
    /// <exception cref="StoreUnavailableException">It could not be written; what was sent before is sent.</exception>
    public async Task<Ordered<Mailed>> SendAsync(string? who, Orderer by, CancellationToken cancellationToken)
    {
        if (camp.Mail is not { } mail)
        {
            return new Refusal(RefusalKind.Conflict, "mail", "The camp has no mail server.", "Add a section 'mail' to camp.yaml and restart the mux, or print cards.");
        }

        var one = who is null ? null : RosterOrders.Find(store.Snapshot, who);
        if (who is not null && one is null)
        {
            return new Refusal(RefusalKind.NotFound, "who", "Nobody of that address or id is on the roster.", "'mux roster list' lists who is.");
        }

        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        if (await OpenAsync(client, mail, cancellationToken) is { } trouble)
        {
            return new Refusal(RefusalKind.Conflict, "mail", $"The mail server {mail.Host}:{mail.Port} cannot be used: {trouble}", "Check host, port, security, username and password of 'mail' in camp.yaml; no link was changed.");
        }

        IReadOnlyList<RosterEntry> due = one is not null ? [one] : [.. Due().Take(AtOnce)];
        var refused = new List<RosterEntry>();
        foreach (var entry in due)
        {
            var made = await links.MakeAsync([entry], "mailed", by, cancellationToken);
            if (made.Count == 1 && await SendOneAsync(client, mail, made[0], cancellationToken) is { Length: > 0 } why)
            {
                refused.Add(entry with { MailTrouble = why });
            }
        }

        await client.DisconnectAsync(quit: true, cancellationToken);
        return new Mailed(due.Count - refused.Count, refused, one is null ? Due().Count() : 0);
    }

    private IEnumerable<RosterEntry> Due() => links.Waiting().Where(entry => entry.MailedAt is null && entry.MailTrouble.Length == 0);

    private async Task<string?> OpenAsync(SmtpClient client, MailDefinition mail, CancellationToken cancellationToken)
    {
        try
        {
            if (mail.AuthorityFile.Length > 0)
            {
                TrustAlso(client, X509CertificateLoader.LoadCertificateFromFile(mail.AuthorityFile));
            }

            await client.ConnectAsync(mail.Host, mail.Port, mail.Security switch { MailSecurity.Tls => SecureSocketOptions.SslOnConnect, MailSecurity.StartTls => SecureSocketOptions.StartTls, _ => SecureSocketOptions.None }, cancellationToken);
            if (mail.Username.Length > 0)
            {
                await client.AuthenticateAsync(mail.Username, settings.MailPassword, cancellationToken);
            }

            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is not OutOfMemoryException)
        {
            LogNoServer(logger, mail.Host, mail.Port, exception.GetType().Name);
            return exception switch
            {
                AuthenticationException => "it does not take username and password.",
                SslHandshakeException => "its certificate is not trusted, or TLS does not work.",
                NotSupportedException => "it offers no STARTTLS.",
                _ => "it does not answer as a mail server.",
            };
        }
    }

    private async Task<string> SendOneAsync(SmtpClient client, MailDefinition mail, MadeLink link, CancellationToken cancellationToken)
    {
        var trouble = "";
        try
        {
            using var message = Letter(mail, link);
            await client.SendAsync(message, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is SmtpCommandException or SmtpProtocolException or ServiceNotConnectedException or IOException or ParseException)
        {
            trouble = exception is SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted } ? "the server does not take mail for that address" : "the server did not take the mail";
            LogNotSent(logger, link.Entry.Id, exception.GetType().Name);
        }

        await store.ChangeAsync(
            draft =>
            {
                if (draft.Snapshot.Roster.TryGetValue(link.Entry.Id, out var entry))
                {
                    draft.Put(entry with { MailTrouble = trouble, MailedAt = trouble.Length == 0 ? time.GetUtcNow() : entry.MailedAt });
                }

                return true;
            },
            cancellationToken);
        return trouble;
    }

    private MimeMessage Letter(MailDefinition mail, MadeLink link) => new(
        [MailboxAddress.Parse(mail.From)],
        [new MailboxAddress(link.Entry.Name, link.Entry.Email)],
        $"Your way into {camp.Title}",
        new TextPart("plain")
        {
            Text = $"""
                Hello {link.Entry.Name},

                this is your own way into {camp.Title}. Open it in the browser that you will use there, and press the button:

                {link.Url.AbsoluteUri}

                It works once, until {link.Entry.Link!.ExpiresAt:yyyy-MM-dd}. Please keep it to yourself: whoever opens it first is you.

                Before the day, please try your browser and network; it takes some seconds and needs no login: {new Uri(settings.AttendeeUrl, "/check").AbsoluteUri}
                """,
        });

    private static void TrustAlso(SmtpClient client, X509Certificate2 authority) => client.ServerCertificateValidationCallback = (_, certificate, _, errors) =>
    {
        if (certificate is not X509Certificate2 shown || (errors & ~System.Net.Security.SslPolicyErrors.RemoteCertificateChainErrors) != 0)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        return errors == System.Net.Security.SslPolicyErrors.None || chain.Build(shown);
    };

    [LoggerMessage(LogLevel.Warning, "mail server {Host}:{Port} cannot be used: {Exception}")]
    private static partial void LogNoServer(ILogger logger, string host, int port, string exception);

    [LoggerMessage(LogLevel.Warning, "mail for {Person} was not taken: {Exception}")]
    private static partial void LogNotSent(ILogger logger, RosterId person, string exception);
}
