using Mux.Fleet;

namespace Mux.Store;

/// <summary>Changes of who is expected and who is of the staff.</summary>
internal sealed partial class StoreDraft
{
    public void Put(StaffToken token)
    {
        Snapshot = Snapshot with { StaffTokens = Snapshot.StaffTokens.SetItem(token.Key, token) };
        Rows.Add(PeopleRows.Upsert(token));
    }

    public void Remove(StaffToken token)
    {
        Snapshot = Snapshot with { StaffTokens = Snapshot.StaffTokens.Remove(token.Key) };
        Rows.Add(PeopleRows.Delete(token));
    }

    public void Put(RosterEntry entry)
    {
        Snapshot = Snapshot with { Roster = Snapshot.Roster.SetItem(entry.Id, entry) };
        Rows.Add(PeopleRows.Upsert(entry));
    }

    public void Remove(RosterEntry entry)
    {
        Snapshot = Snapshot with { Roster = Snapshot.Roster.Remove(entry.Id) };
        Rows.Add(PeopleRows.Delete(entry));
    }
}
