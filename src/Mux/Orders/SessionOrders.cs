using System.Text.RegularExpressions;
using Mux.Camp;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Orders;

/// <summary>All that an organizer may order about sessions and doors. A refused order names the conflict and changes nothing.</summary>
internal sealed partial class SessionOrders(FleetStore store, CampDefinition camp)
{
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public async Task<Ordered<CampSession>> AddAsync(SessionForm form, Orderer by, CancellationToken cancellationToken)
    {
        if (!NameGrammar().IsMatch(form.Name))
        {
            return new Refusal(RefusalKind.Invalid, "name", $"'{Shown(form.Name)}' cannot be a session's name.", "Give 1 to 32 characters a-z, 0-9 and '-', starting with a letter, such as morning.");
        }

        return await store.ChangeAsync(
            draft => draft.Snapshot.Sessions.Find(form.Name) is null
                ? Put(draft, form, null, "session.add", by)
                : new Refusal(RefusalKind.Conflict, "name", $"There is a session {form.Name} already.", "Give another name, or change that one."),
            cancellationToken);
    }

    /// <summary>What the form does not say stays as it is; a warm-up or a reservation keeps its distance to the opening.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public Task<Ordered<CampSession>> ChangeAsync(SessionForm form, Orderer by, CancellationToken cancellationToken) =>
        ChangeAsync(form.Name, (draft, before) => Put(draft, form, before, "session.change", by), cancellationToken);

    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public Task<Ordered<CampSession>> RemoveAsync(string name, Orderer by, CancellationToken cancellationToken) => ChangeAsync(
        name,
        (draft, before) =>
        {
            draft.RemoveSession(name);
            draft.Audit(new AuditEntry(by.Actor, "session.remove", name, Times(before)));
            return before;
        },
        cancellationToken);

    /// <summary>Moves the opening to this moment.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public Task<Ordered<CampSession>> OpenAsync(string name, Orderer by, CancellationToken cancellationToken) => ChangeAsync(
        name,
        (draft, before) => before.IsOpenAt(draft.Now)
            ? new Refusal(RefusalKind.Conflict, "name", $"Session {name} is open already.", "'mux doors open' lets attendees in when its doors are shut.")
            : Put(draft, before with { Opens = draft.Now, WarmBy = Earlier(before.WarmBy, draft.Now), ReservedUntil = draft.Now + (before.ReservedUntil - before.Opens) }, "session.open", by),
        cancellationToken);

    /// <summary>Moves the closing to this moment.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public Task<Ordered<CampSession>> CloseAsync(string name, Orderer by, CancellationToken cancellationToken) => ChangeAsync(
        name,
        (draft, before) =>
        {
            if (!before.IsOpenAt(draft.Now) || before.Opens == draft.Now)
            {
                return new Refusal(RefusalKind.Conflict, "name", $"Session {name} is not open.", "Change its times, or remove it.");
            }

            var closed = before with { Closes = draft.Now };
            draft.Put(closed);
            draft.Audit(new AuditEntry(by.Actor, "session.close", name, $"instead of at {before.Closes:u}"));
            return closed;
        },
        cancellationToken);

    /// <param name="open">Null: the rule of the session's doors counts again.</param>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public Task<bool> SetDoorsAsync(bool? open, Orderer by, CancellationToken cancellationToken) => store.ChangeAsync(
        draft =>
        {
            draft.OrderDoors(open is { } wish ? new DoorsOrder(wish, draft.Now) : null);
            draft.Audit(new AuditEntry(by.Actor, open switch { true => "doors.open", false => "doors.close", null => "doors.auto" }, "doors", "by hand"));
            var decision = SessionPlanner.Decide(draft.Snapshot, camp.SessionGoals, draft.Now);
            if (decision.DoorsOpen != draft.Snapshot.DoorsOpen)
            {
                draft.SetDoors(decision.DoorsOpen);
            }

            return draft.Snapshot.DoorsOpen;
        },
        cancellationToken);

    private async Task<Ordered<CampSession>> ChangeAsync(string name, Func<StoreDraft, CampSession, Ordered<CampSession>> change, CancellationToken cancellationToken) => await store.ChangeAsync(
        draft => draft.Snapshot.Sessions.Find(name) is { } before
            ? change(draft, before)
            : new Refusal(RefusalKind.NotFound, "name", $"There is no session '{Shown(name)}'.", "GET /api/v1/sessions (or 'mux session list') lists those that there are."),
        cancellationToken);

    private Ordered<CampSession> Put(StoreDraft draft, SessionForm form, CampSession? before, string action, Orderer by)
    {
        var reading = SessionFormReader.Read(form, before, camp.TimeZone);
        return reading.Session is { } session
            ? Put(draft, session, action, by)
            : new Refusal(RefusalKind.Invalid, reading.Errors[0].Field, string.Join(" ", reading.Errors.Select(error => $"{error.Field} {Shown(error.Error, 400)}.")), "Nothing was changed; correct it and try again.");
    }

    private Ordered<CampSession> Put(StoreDraft draft, CampSession session, string action, Orderer by)
    {
        if (SessionRules.Check(session, draft.Snapshot.Sessions, camp.Fleet.MaxShips, draft.Now) is { } conflict)
        {
            return new Refusal(conflict.Field == "name" || conflict.Why.Contains("overlaps", StringComparison.Ordinal) ? RefusalKind.Conflict : RefusalKind.Invalid, conflict.Field, conflict.Why, conflict.Fix);
        }

        draft.Put(session);
        SessionBreaks.Move(draft, session);
        draft.Audit(new AuditEntry(by.Actor, action, session.Name, $"{session.Seats} seats, {Times(session)}"));
        return session;
    }

    private static string Times(CampSession session) => $"{session.Opens.ToUniversalTime():u} to {session.Closes.ToUniversalTime():u}";

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static string Shown(string? text, int most = 60) => new([.. (text ?? "").Take(most).Where(c => !char.IsControl(c))]);

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,31}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex NameGrammar();
}
