using Mux.Camp;
using Mux.Fleet;
using Mux.Orders;
using Mux.Store;

namespace Mux.Roster;

/// <summary>What an import came to.</summary>
internal sealed record RosterImported(int Added, int Changed, int Unchanged, IReadOnlyList<RosterError> Errors);

/// <summary>Changes to the list of who is expected. Who has a link or has logged in keeps both when a file is read again.</summary>
internal sealed class RosterOrders(FleetStore store, CampDefinition camp, TimeProvider time)
{
    /// <summary>What <see cref="ImportAsync"/> would do with a file now; nothing is changed. With errors the plan is empty.</summary>
    public (RosterPlan Plan, IReadOnlyList<RosterError> Errors) Preview(ReadOnlyMemory<byte> file)
    {
        var reading = Read(file);
        return (RosterPlan.Of(store.Snapshot, reading.Rows, time.GetUtcNow()), reading.Errors);
    }

    /// <summary>Adds and changes people; nobody is removed. With an error in the file nothing happens.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public async Task<RosterImported> ImportAsync(ReadOnlyMemory<byte> file, Orderer by, CancellationToken cancellationToken)
    {
        var reading = Read(file);
        return reading.Errors.Length > 0
            ? new RosterImported(0, 0, 0, reading.Errors)
            : await store.ChangeAsync(draft => Import(draft, reading, by), cancellationToken);
    }

    /// <summary>Takes somebody off the list: the link is good no longer. Whoever has logged in stays an attendee.</summary>
    /// <param name="who">An address or an id.</param>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public async Task<Ordered<RosterEntry>> RemoveAsync(string who, Orderer by, CancellationToken cancellationToken) => await store.ChangeAsync<Ordered<RosterEntry>>(
        draft =>
        {
            if (Find(draft.Snapshot, who) is not { } entry)
            {
                return new Refusal(RefusalKind.NotFound, "who", "Nobody of that address or id is on the roster.", "GET /api/v1/roster (or 'mux roster list') lists who is.");
            }

            draft.Remove(entry);
            draft.Audit(new AuditEntry(by.Actor, "roster.removed", entry.Id.Value, entry.Name));
            return entry;
        },
        cancellationToken);

    public static RosterEntry? Find(FleetSnapshot snapshot, string who) =>
        snapshot.Roster.Values.FirstOrDefault(entry => entry.Id.Value == who || string.Equals(entry.Email, who, StringComparison.OrdinalIgnoreCase));

    private RosterReading Read(ReadOnlyMemory<byte> file) => RosterReader.Read(file.Span, [.. camp.Tutorials.Select(tutorial => tutorial.Name)]);

    private static RosterImported Import(StoreDraft draft, RosterReading reading, Orderer by)
    {
        var plan = RosterPlan.Of(draft.Snapshot, reading.Rows, draft.Now);
        foreach (var change in plan.Changes)
        {
            draft.Put(change.After);
        }

        if (plan.Changes.Length > 0)
        {
            draft.Audit(new AuditEntry(by.Actor, "roster.imported", "roster", $"{plan.Added} added, {plan.Changed} changed, {plan.Unchanged} unchanged"));
        }

        return new RosterImported(plan.Added, plan.Changed, plan.Unchanged, []);
    }
}
