using System.Globalization;
using System.Text.Json;
using Mux.Fleet;

namespace Mux.Store;

/// <summary>The SQL that writes, understood by SQLite and PostgreSQL alike.</summary>
internal static class StoreRows
{
    public const string AuthorityKey = "authority-to-leave";
    public const string FleetKey = "fleet-id";
    public const string GoalKey = "goal";
    public const string GoalRuleKey = "goal-rule";
    public const string GoalWhyKey = "goal-why";
    public const string DoorsKey = "doors";
    public const string DoorsOrderKey = "doors-order";
    public const string DeclaredPrefix = "declared:";
    public const string BootsKey = "boots";
    public const string TargetPrefix = "target:";
    public const string HoursPrefix = "hours:";

    public static RowWrite Upsert(Ship ship) => new(
        """
        INSERT INTO ships (id, state, attendee, document) VALUES (@Id, @State, @Attendee, @Document)
        ON CONFLICT (id) DO UPDATE SET state = excluded.state, attendee = excluded.attendee, document = excluded.document
        """,
        new { Id = ship.Id.Value, State = ship.State.ToString(), Attendee = ship.Attendee?.Value, Document = JsonSerializer.Serialize(ship, StoreJson.Options) });

    public static RowWrite DeleteShip(ShipId id) => new("DELETE FROM ships WHERE id = @Id", new { Id = id.Value });

    public static RowWrite Upsert(Attendee attendee) => new(
        """
        INSERT INTO attendees (id, name_key, document) VALUES (@Id, @NameKey, @Document)
        ON CONFLICT (id) DO UPDATE SET name_key = excluded.name_key, document = excluded.document
        """,
        new { Id = attendee.Id.Value, attendee.NameKey, Document = JsonSerializer.Serialize(attendee, StoreJson.Options) });

    public static RowWrite Upsert(LoginSession login) => new(
        """
        INSERT INTO logins (key, attendee, expires_at, word) VALUES (@Key, @Attendee, @ExpiresAt, @Word)
        ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at, word = excluded.word
        """,
        new { login.Key, Attendee = login.Attendee.Value, ExpiresAt = Time(login.ExpiresAt), Word = login.Word is { } word ? JsonSerializer.Serialize(word, StoreJson.Options) : "" });

    public static RowWrite DeleteLogin(string key) => new("DELETE FROM logins WHERE key = @Key", new { Key = key });

    public static RowWrite Upsert(Rollout rollout) => new(
        """
        INSERT INTO rollouts (id, document) VALUES (@Id, @Document)
        ON CONFLICT (id) DO UPDATE SET document = excluded.document
        """,
        new { Id = rollout.Id.Value, Document = JsonSerializer.Serialize(rollout, StoreJson.Options) });

    public static RowWrite Upsert(CampSession session) => new(
        """
        INSERT INTO sessions (name, document) VALUES (@Name, @Document)
        ON CONFLICT (name) DO UPDATE SET document = excluded.document
        """,
        new { session.Name, Document = JsonSerializer.Serialize(session, StoreJson.Options) });

    public static RowWrite DeleteSession(string name) => new("DELETE FROM sessions WHERE name = @Name", new { Name = name });

    public static RowWrite Upsert(Rehearsal rehearsal) => new(
        """
        INSERT INTO rehearsals (id, document) VALUES (@Id, @Document)
        ON CONFLICT (id) DO UPDATE SET document = excluded.document
        """,
        new { Id = rehearsal.Id.Value, Document = JsonSerializer.Serialize(rehearsal, StoreJson.Options) });

    public static RowWrite Delete(Rehearsal rehearsal) => new("DELETE FROM rehearsals WHERE id = @Id", new { Id = rehearsal.Id.Value });

    public static RowWrite Setting(string key, string value) => new(
        "INSERT INTO settings (key, value) VALUES (@Key, @Value) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        new { Key = key, Value = value });

    public static RowWrite DeleteSetting(string key) => new("DELETE FROM settings WHERE key = @Key", new { Key = key });

    public static RowWrite Intent(ProviderIntent intent, DateTimeOffset now) => new(
        "INSERT INTO effects (token, ship, kind, started_at) VALUES (@Token, @Ship, @Kind, @At) ON CONFLICT (token) DO NOTHING",
        new { intent.Token, Ship = intent.Ship.Value, intent.Kind, At = Time(now) });

    public static RowWrite Intent(LaunchBatch batch, DateTimeOffset now) => new(
        "INSERT INTO effects (token, ship, kind, started_at, document) VALUES (@Token, @Ship, 'launch', @At, @Document) ON CONFLICT (token) DO NOTHING",
        new { Token = batch.Id.Value, Ship = string.Join(' ', batch.Ships), At = Time(now), Document = JsonSerializer.Serialize(batch, StoreJson.Options) });

    public static RowWrite Outcome(string token, string outcome, DateTimeOffset now) => new(
        "UPDATE effects SET outcome = @Outcome, ended_at = @At WHERE token = @Token",
        new { Token = token, Outcome = outcome, At = Time(now) });

    public static RowWrite Insert(AuditEntry entry, DateTimeOffset now) => new(
        "INSERT INTO audit (at, actor, action, subject, detail) VALUES (@At, @Actor, @Action, @Subject, @Detail)",
        new { At = Time(now), entry.Actor, entry.Action, entry.Subject, entry.Detail });

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
}

/// <summary>A call to a provider that is about to happen; <paramref name="Token"/> makes a repeat of it harmless.</summary>
internal sealed record ProviderIntent(string Token, ShipId Ship, string Kind);
