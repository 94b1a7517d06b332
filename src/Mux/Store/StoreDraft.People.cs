using Mux.Fleet;

namespace Mux.Store;

/// <summary>Changes of who is expected, who is of the staff and who asks for help.</summary>
internal sealed partial class StoreDraft
{
    /// <summary>With all logins; for stand-ins, since people stay.</summary>
    public void Remove(Attendee attendee)
    {
        foreach (var login in Snapshot.LoginIndex.Of(attendee.Id).ToList())
        {
            RemoveLogin(login.Key);
        }

        Snapshot = Snapshot.Without(attendee);
        Rows.Add(PeopleRows.Delete(attendee));
    }

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

    public void Put(StaffSession session)
    {
        Snapshot = Snapshot with { StaffSessions = Snapshot.StaffSessions.SetItem(session.Key, session) };
        Rows.Add(PeopleRows.Upsert(session));
    }

    public void RemoveStaffSession(string key)
    {
        Snapshot = Snapshot with { StaffSessions = Snapshot.StaffSessions.Remove(key) };
        Rows.Add(PeopleRows.DeleteStaffSession(key));
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

    public void Put(Hand hand)
    {
        Snapshot = Snapshot with { Hands = Snapshot.Hands.SetItem(hand.Attendee, hand) };
        Rows.Add(PeopleRows.Upsert(hand));
    }

    public void Remove(Hand hand)
    {
        Snapshot = Snapshot with { Hands = Snapshot.Hands.Remove(hand.Attendee) };
        Rows.Add(PeopleRows.Delete(hand));
    }
}
