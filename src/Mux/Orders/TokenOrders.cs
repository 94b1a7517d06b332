using System.Collections.Immutable;
using Mux.Camp;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Orders;

/// <summary>A token as it was ordered, with the secret that is shown this once.</summary>
internal sealed record TokenMade(StaffToken Token, string Secret);

/// <summary>Tokens for authors, helpers and further organizers.</summary>
internal sealed class TokenOrders(FleetStore store, CampDefinition camp)
{
    public const int MaxDays = 365;
    private const int MaxName = 64;
    private const int MaxTokens = 1000;

    /// <param name="role"><c>author</c>, <c>helper</c> or <c>organizer</c>.</param>
    /// <param name="tutorials">An author's own; empty for the others.</param>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public async Task<Ordered<TokenMade>> CreateAsync(string? name, string? role, IReadOnlyList<string> tutorials, int days, Orderer by, CancellationToken cancellationToken)
    {
        var roles = role switch { "author" => StaffRole.Author, "helper" => StaffRole.Helper, "organizer" => StaffRole.Organizer, _ => StaffRole.None };
        if (Wrong(name?.Trim() ?? "", roles, tutorials, days) is { } refusal)
        {
            return refusal;
        }

        var secret = OneTimeSecret.New("mux_");
        return await store.ChangeAsync<Ordered<TokenMade>>(
            draft =>
            {
                foreach (var old in draft.Snapshot.StaffTokens.Values.Where(token => token.ExpiresAt <= draft.Now).ToList())
                {
                    draft.Remove(old);
                }

                if (draft.Snapshot.StaffTokens.Count >= MaxTokens)
                {
                    return new Refusal(RefusalKind.Conflict, "name", $"There are {MaxTokens} tokens already.", "Revoke some that nobody uses.");
                }

                var staff = new Staff(name!.Trim(), roles, [.. tutorials.Distinct(StringComparer.Ordinal)]);
                var token = new StaffToken(StaffTokenId.New(), secret.Key, staff, draft.Now, draft.Now + TimeSpan.FromDays(days), by.Name);
                draft.Put(token);
                draft.Audit(new AuditEntry(by.Actor, "token.created", token.Id.Value, $"{role} {staff.Name}{(staff.Tutorials.IsEmpty ? "" : ": " + string.Join(", ", staff.Tutorials))}, {days} days"));
                return new TokenMade(token, secret.Value);
            },
            cancellationToken);
    }

    /// <summary>Ends a token at once, and all sessions that were begun with it.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public async Task<Ordered<StaffToken>> RevokeAsync(string id, Orderer by, CancellationToken cancellationToken) => await store.ChangeAsync<Ordered<StaffToken>>(
        draft =>
        {
            if (draft.Snapshot.StaffTokens.Values.FirstOrDefault(token => token.Id.Value == id) is not { } token)
            {
                return new Refusal(RefusalKind.NotFound, "id", "There is no such token.", "GET /api/v1/tokens (or 'mux token list') lists those that there are.");
            }

            draft.Remove(token);
            foreach (var session in draft.Snapshot.StaffSessions.Values.Where(session => session.Basis == StaffBasis.Token && session.Mark == token.Key).ToList())
            {
                draft.RemoveStaffSession(session.Key);
            }

            draft.Audit(new AuditEntry(by.Actor, "token.revoked", token.Id.Value, token.Staff.Name));
            return token;
        },
        cancellationToken);

    private Refusal? Wrong(string name, StaffRole role, IReadOnlyList<string> tutorials, int days)
    {
        var unknown = tutorials.FirstOrDefault(tutorial => camp.Tutorial(tutorial) is null);
        var known = string.Join(", ", camp.Tutorials.Select(tutorial => tutorial.Name).ToImmutableArray());
        return name.Length is 0 or > MaxName || name.Any(char.IsControl) ? new Refusal(RefusalKind.Invalid, "name", "The name is missing, too long or not plain.", $"Say who will use the token, in 1 to {MaxName} characters.")
            : role == StaffRole.None ? new Refusal(RefusalKind.Invalid, "role", "There is no such role.", "Give author, helper or organizer.")
            : days is < 1 or > MaxDays ? new Refusal(RefusalKind.Invalid, "days", $"A token is good for 1 to {MaxDays} days.", "Give a number of days, such as 30.")
            : role == StaffRole.Author && tutorials.Count == 0 ? new Refusal(RefusalKind.Invalid, "tutorials", "An author's token is for named tutorials only.", $"Name some of: {known}.")
            : role != StaffRole.Author && tutorials.Count > 0 ? new Refusal(RefusalKind.Invalid, "tutorials", "Only an author's token is for tutorials.", "Leave them out, or make an author's token.")
            : unknown is not null ? new Refusal(RefusalKind.Invalid, "tutorials", "The camp has no such tutorial.", $"Name some of: {known}.")
            : null;
    }
}
