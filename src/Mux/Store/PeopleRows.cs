using System.Text.Json;
using Mux.Fleet;

namespace Mux.Store;

/// <summary>The SQL that writes who is expected, who is of the staff and who asks for help, understood by SQLite and PostgreSQL alike.</summary>
internal static class PeopleRows
{
    public static RowWrite Delete(Attendee attendee) => new("DELETE FROM attendees WHERE id = @Id", new { Id = attendee.Id.Value });

    public static RowWrite Upsert(StaffToken token) => new(
        """
        INSERT INTO staff_tokens (id, key, document) VALUES (@Id, @Key, @Document)
        ON CONFLICT (id) DO UPDATE SET document = excluded.document
        """,
        new { Id = token.Id.Value, token.Key, Document = JsonSerializer.Serialize(token, StoreJson.Options) });

    public static RowWrite Delete(StaffToken token) => new("DELETE FROM staff_tokens WHERE id = @Id", new { Id = token.Id.Value });

    public static RowWrite Upsert(StaffSession session) => new(
        """
        INSERT INTO staff_sessions (key, document) VALUES (@Key, @Document)
        ON CONFLICT (key) DO UPDATE SET document = excluded.document
        """,
        new { session.Key, Document = JsonSerializer.Serialize(session, StoreJson.Options) });

    public static RowWrite DeleteStaffSession(string key) => new("DELETE FROM staff_sessions WHERE key = @Key", new { Key = key });

    public static RowWrite Upsert(RosterEntry entry) => new(
        """
        INSERT INTO roster (id, document) VALUES (@Id, @Document)
        ON CONFLICT (id) DO UPDATE SET document = excluded.document
        """,
        new { Id = entry.Id.Value, Document = JsonSerializer.Serialize(entry, StoreJson.Options) });

    public static RowWrite Delete(RosterEntry entry) => new("DELETE FROM roster WHERE id = @Id", new { Id = entry.Id.Value });

    public static RowWrite Upsert(Hand hand) => new(
        """
        INSERT INTO hands (attendee, document) VALUES (@Attendee, @Document)
        ON CONFLICT (attendee) DO UPDATE SET document = excluded.document
        """,
        new { Attendee = hand.Attendee.Value, Document = JsonSerializer.Serialize(hand, StoreJson.Options) });

    public static RowWrite Delete(Hand hand) => new("DELETE FROM hands WHERE attendee = @Attendee", new { Attendee = hand.Attendee.Value });
}
