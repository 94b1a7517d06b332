using Mux.Camp;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Auth;

/// <summary>Turns a name and the camp's code into an attendee with a session and a place in the line, all in one change.</summary>
internal sealed partial class LoginDesk(CampDefinition camp, MuxSettings settings, FleetStore store, AttendeeSession session, JustJoined joined, TimeProvider time, ILogger<LoginDesk> logger)
{
    private static readonly GuessBudget PerAddress = new(20, TimeSpan.FromSeconds(3));
    private static readonly GuessBudget PerName = new(8, TimeSpan.FromSeconds(15));

    private readonly GuessThrottle addresses = new(PerAddress, 10_000, time);
    private readonly GuessThrottle names = new(PerName, 10_000, time);

    public async Task<LoginOutcome> EnterAsync(HttpContext context, PostedForm form)
    {
        if (!camp.Login.AccessCode)
        {
            return new LoginOutcome(LoginResult.NoCodes, "This camp takes no access code. Please log in as offered on this page, or by your personal link.");
        }

        if (AttendeeName.TryParse(form["name"], out var error) is not { } name)
        {
            return new LoginOutcome(LoginResult.BadName, error);
        }

        var address = ClientAddress.KeyOf(context);
        if (Longer(addresses.WaitOf(address), names.WaitOf(name.Key)) is { } wait)
        {
            return new LoginOutcome(LoginResult.Throttled) { RetryAfter = wait };
        }

        if (!AccessCode.Matches(form["code"].Trim(), settings.AccessCode))
        {
            return Wrong(LoginResult.WrongCode, "That is not the camp's access code. Please check it and try again.", address, name);
        }

        var snapshot = store.Snapshot;
        return snapshot.Names.TryGetValue(name.Key, out var id)
            ? await ReturnAsync(context, form, address, name, snapshot.Attendees[id])
            : await JoinAsync(context, form, name);
    }

    private async Task<LoginOutcome> JoinAsync(HttpContext context, PostedForm form, AttendeeName name)
    {
        var (code, hash) = await ResumeCode.MakeAsync(context.RequestAborted);
        var newcomer = new Attendee(AttendeeId.New(), name.Shown, name.Key, hash, null, time.GetUtcNow(), null, "");
        var replaced = session.KeyOf(context);
        var ticket = SecretCookie.NewTicket();
        var refused = await store.ChangeAsync(
            draft =>
            {
                var full = WalkInSeats.AreTaken(camp.Login, draft.Snapshot);
                if (draft.Snapshot.Names.ContainsKey(name.Key) || (full && !camp.Login.StandBy))
                {
                    return full && !draft.Snapshot.Names.ContainsKey(name.Key) ? WalkInSeats.None(camp.Login) : AskForResume();
                }

                WaitingLine.Join(draft, full ? WalkInSeats.StandBy(newcomer, camp.Login) : newcomer);
                AttendeeSession.Begin(draft, newcomer.Id, ticket.Key, replaced);
                joined.Remember(form, new Joined(newcomer.Id, [ticket.Key])); // here, since the same form may be the next in line
                draft.Audit(new AuditEntry(newcomer.Id.Value, "attendee.joined", newcomer.Id.Value, full ? $"{name.Shown}, on stand-by" : name.Shown));
                return null;
            },
            context.RequestAborted);
        if (refused is not null)
        {
            return refused.Result == LoginResult.NeedsResume ? await EnterAgainAsync(context, form, name) ?? refused : refused;
        }

        LogJoined(logger, newcomer.Id, AttendeeName.ForLog(name.Shown));
        return Enter(context, ticket) with { ResumeCode = code, ResumeHash = hash };
    }

    // Null unless the form is sent twice: the first answer, with its session and its code, reached nobody.
    private async Task<LoginOutcome?> EnterAgainAsync(HttpContext context, PostedForm form, AttendeeName name)
    {
        if (joined.By(form, name, store.Snapshot) is null)
        {
            return null;
        }

        var (code, hash) = await ResumeCode.MakeAsync(context.RequestAborted);
        var ticket = SecretCookie.NewTicket();
        var entered = await store.ChangeAsync(
            draft =>
            {
                // A browser gives up the answers before its last: a copy that is late must not end the login that the newest has brought.
                if (context.RequestAborted.IsCancellationRequested || joined.By(form, name, draft.Snapshot) is not { } first)
                {
                    return false;
                }

                draft.Put(draft.Snapshot.Attendees[first.Attendee] with { ResumeHash = hash });
                AttendeeSession.Begin(draft, first.Attendee, ticket.Key, first.LoginOf(draft.Snapshot));
                joined.Remember(form, first.Again(ticket.Key));
                draft.Audit(new AuditEntry(first.Attendee.Value, "attendee.code", first.Attendee.Value, $"{name.Shown}, a new personal code: the login form came again"));
                return true;
            },
            context.RequestAborted);
        return entered ? Enter(context, ticket) with { ResumeCode = code, ResumeHash = hash } : null;
    }

    private async Task<LoginOutcome> ReturnAsync(HttpContext context, PostedForm form, string address, AttendeeName name, Attendee known)
    {
        var resume = form["resume"];
        if (string.IsNullOrWhiteSpace(resume) && await EnterAgainAsync(context, form, name) is { } again)
        {
            return again;
        }

        var replaced = session.KeyOf(context);
        var isLoggedIn = session.Find(context)?.Id == known.Id;
        if (!isLoggedIn)
        {
            if (string.IsNullOrWhiteSpace(resume))
            {
                return AskForResume();
            }

            if (!await Task.Run(() => ResumeCode.Matches(resume, known.ResumeHash), context.RequestAborted))
            {
                return Wrong(LoginResult.WrongResume, "That is not the personal code of this name. It has four words, like lusab-babad-gutih-tugad.", address, name);
            }
        }

        var ticket = SecretCookie.NewTicket();
        var entered = await store.ChangeAsync(
            draft =>
            {
                // An organizer may have ended that login, or given another code, since it was looked at.
                var now = draft.Snapshot.Attendees[known.Id];
                if (isLoggedIn ? !draft.Snapshot.Logins.ContainsKey(replaced!) : now.ResumeHash != known.ResumeHash)
                {
                    return false;
                }

                WaitingLine.Join(draft, now);
                AttendeeSession.Begin(draft, known.Id, ticket.Key, replaced);
                return true;
            },
            context.RequestAborted);
        if (!entered)
        {
            return AskForResume();
        }

        LogReturned(logger, known.Id);
        return Enter(context, ticket);
    }

    private LoginOutcome Enter(HttpContext context, SecretTicket ticket)
    {
        session.Send(context, ticket);
        return new LoginOutcome(LoginResult.Entered) { SessionKey = ticket.Key };
    }

    private LoginOutcome Wrong(LoginResult result, string message, string address, AttendeeName name)
    {
        addresses.CountWrong(address);
        names.CountWrong(name.Key);
        LogRefused(logger, result, AttendeeName.ForLog(name.Shown), address);
        return new LoginOutcome(result, message);
    }

    private static LoginOutcome AskForResume() => new(
        LoginResult.NeedsResume,
        "Somebody with that name is here already. If it is you, type your personal code, shown to you when you first came. If not, choose another name.");

    private static TimeSpan? Longer(TimeSpan? a, TimeSpan? b) => a is null || b > a ? b ?? a : a;

    [LoggerMessage(LogLevel.Information, "attendee {Attendee} joined as {Name}")]
    private static partial void LogJoined(ILogger logger, AttendeeId attendee, string name);

    [LoggerMessage(LogLevel.Information, "attendee {Attendee} came back")]
    private static partial void LogReturned(ILogger logger, AttendeeId attendee);

    [LoggerMessage(LogLevel.Warning, "login refused: {Result} for name {Name} from {Address}")]
    private static partial void LogRefused(ILogger logger, LoginResult result, string name, string address);
}
