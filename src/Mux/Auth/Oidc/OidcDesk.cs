using Mux.Camp;
using Mux.Fleet;
using Mux.Metrics;
using Mux.Pages;
using Mux.Store;

namespace Mux.Auth.Oidc;

/// <summary>Turns a proven person into a session of the mux: an attendee's, or at the organizers' listener one of the staff.</summary>
internal sealed partial class OidcDesk(
    CampDefinition camp, FleetStore store, AttendeeSession session, OrganizerAccess access, WordSeal seal, OidcPages pages, MuxMetrics metrics, ILogger<OidcDesk> logger)
{
    public async Task<IResult> EnterAttendeeAsync(HttpContext context, OidcProvider provider, PersonClaims person, ProviderTokens tokens, string returnUrl)
    {
        var identity = new PersonIdentity(tokens.Token.Issuer, tokens.Token.Subject);
        var name = NameOf(person, provider);
        var staff = RoleBook.Of(camp.Login, provider.Name, person, name);
        if (!RoleBook.MayAttend(provider.Definition, person, staff))
        {
            return pages.Refused(context, provider, OidcTrouble.Of(OidcTroubleKind.NotInvited, provider.Definition.Title, AttendeeName.ForLog(identity.Subject)));
        }

        var word = seal.Begin(provider.Name, identity, tokens, AttendeeSession.Lifetime);
        var replaced = session.KeyOf(context);
        var ticket = SecretCookie.NewTicket();
        var attendee = await store.ChangeAsync(
            draft =>
            {
                var entering = Attendee(draft, identity, name, staff.Roles == StaffRole.None ? AttendeeOrigin.Oidc : AttendeeOrigin.Staff);
                AttendeeSession.Begin(draft, entering, ticket.Key, replaced, word);
                draft.Audit(new AuditEntry(entering.Value, "attendee.entered", entering.Value, $"{name}, by {provider.Name}"));
                return entering;
            },
            context.RequestAborted);
        session.Send(context, ticket);
        metrics.Login("oidc_entered");
        LogEntered(logger, attendee, provider.Name);
        return Page.SeeOther(context, returnUrl);
    }

    public async Task<IResult> EnterStaffAsync(HttpContext context, OidcProvider provider, PersonClaims person, ProviderTokens tokens, string returnUrl)
    {
        var identity = new PersonIdentity(tokens.Token.Issuer, tokens.Token.Subject);
        var name = NameOf(person, provider);
        var staff = RoleBook.Of(camp.Login, provider.Name, person, name);
        if (staff.Roles == StaffRole.None)
        {
            return pages.Refused(context, provider, OidcTrouble.Of(OidcTroubleKind.NotStaff, provider.Definition.Title, AttendeeName.ForLog(identity.Subject)));
        }

        await access.EnterAsync(context, staff with { Key = AttendeeKey.Of(identity) }, seal.Begin(provider.Name, identity, tokens, OrganizerAccess.Lifetime));
        LogStaff(logger, AttendeeName.ForLog(name), staff.Roles, provider.Name);
        return pages.Onward(context, "Welcome", $"You are logged in as {name}.", returnUrl);
    }

    // The provider's name for a person may change, and is shown as it is now; who it is, is decided by issuer and subject alone.
    private static AttendeeId Attendee(StoreDraft draft, PersonIdentity identity, string name, AttendeeOrigin origin)
    {
        var key = AttendeeKey.Of(identity);
        var known = draft.Snapshot.Names.TryGetValue(key, out var id) ? draft.Snapshot.Attendees[id] : new Attendee(AttendeeId.New(), name, key, "", null, draft.Now, null, "");
        var now = known with { Name = name, Origin = origin, Identity = identity };
        if (now != known || !draft.Snapshot.Attendees.ContainsKey(now.Id))
        {
            draft.Put(now);
        }

        WaitingLine.Join(draft, now);
        return now.Id;
    }

    private static string NameOf(PersonClaims person, OidcProvider provider) => AttendeeName.TryParse(person.Name, out _)?.Shown ?? $"Guest of {provider.Definition.Title}";

    [LoggerMessage(LogLevel.Information, "attendee {Attendee} came in by {Provider}")]
    private static partial void LogEntered(ILogger logger, AttendeeId attendee, string provider);

    [LoggerMessage(LogLevel.Information, "{Name} came in as {Roles} by {Provider}")]
    private static partial void LogStaff(ILogger logger, string name, StaffRole roles, string provider);
}
