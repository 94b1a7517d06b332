using System.CommandLine;
using Mux.ApiModel;

namespace Mux.Cli;

/// <summary><c>roster mail</c>: round after round, until nobody is left.</summary>
internal static class RosterMail
{
    public static Command Mail(CliEnvironment environment)
    {
        var who = new Argument<string?>("who") { Description = "An address or an id: once more to this person. Without: to all who were never sent one.", Arity = ArgumentArity.ZeroOrOne };
        return Verb.Make("mail", "Mails personal links. Exit code 1 when the mail server refused some.\nExample: mux roster mail", environment, async (parsed, client, report, cancellationToken) =>
        {
            var query = parsed.GetValue(who) is { } one ? "?who=" + Uri.EscapeDataString(one) : "";
            var (sent, refused) = (0, 0);
            while (true)
            {
                var answer = await client.PostAsync("roster/mail" + query, ApiJson.Default.RosterMailInfo, cancellationToken);
                if (answer.Value is not { } round)
                {
                    return report.Fail(answer.Trouble!);
                }

                (sent, refused) = (sent + round.Sent, refused + round.Refused.Count);
                foreach (var person in round.Refused)
                {
                    report.Line($"{person.Email}: {person.MailTrouble}");
                }

                report.Line($"{sent} sent, {refused} refused, {round.Left} left");
                if (round.Left == 0 || round.Sent + round.Refused.Count == 0)
                {
                    return refused > 0 ? ExitCode.Failed : ExitCode.Done;
                }
            }
        }, who);
    }
}
