using Mux.Camp;
using Mux.Fleet;
using Mux.Orders;
using Mux.Store;

namespace Mux.Roster;

/// <summary>Somebody's link while it can still be told: only its hash is kept.</summary>
internal sealed record MadeLink(RosterEntry Entry, Uri Url);

/// <summary>Makes links that log one person in once. A new one takes the place of the old.</summary>
internal sealed class PersonalLinks(FleetStore store, CampDefinition camp, MuxSettings settings)
{
    /// <param name="meant">Whose; those who are not on the roster any more are left out.</param>
    /// <param name="how">For the audit log: printed, mailed, shown.</param>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public async Task<IReadOnlyList<MadeLink>> MakeAsync(IReadOnlyCollection<RosterEntry> meant, string how, Orderer by, CancellationToken cancellationToken)
    {
        var secrets = meant.Select(entry => (entry.Id, Secret: OneTimeSecret.New())).ToList();
        return await store.ChangeAsync(
            draft =>
            {
                var made = new List<MadeLink>(secrets.Count);
                foreach (var (id, secret) in secrets)
                {
                    if (draft.Snapshot.Roster.TryGetValue(id, out var entry))
                    {
                        var next = entry with { Link = new PersonalLink(secret.Key, draft.Now + camp.Login.LinksLast, null) };
                        draft.Put(next);
                        made.Add(new MadeLink(next, new Uri(settings.AttendeeUrl, "/link/" + secret.Value)));
                    }
                }

                draft.Audit(new AuditEntry(by.Actor, "links.made", made.Count == 1 ? made[0].Entry.Id.Value : "roster", $"{made.Count} {how}"));
                return made;
            },
            cancellationToken);
    }

    /// <summary>Those who still need a link, by name: whoever has used one is in.</summary>
    public IReadOnlyList<RosterEntry> Waiting() => [.. store.Snapshot.Roster.Values.Where(entry => !entry.HasUsedLink).OrderBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase)];
}
