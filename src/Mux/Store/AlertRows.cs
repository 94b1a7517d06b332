using System.Globalization;
using System.Text.Json;
using Mux.Fleet;

namespace Mux.Store;

/// <summary>The SQL that writes alerts.</summary>
internal static class AlertRows
{
    /// <summary>Cleared ones beyond these are forgotten.</summary>
    public const int Kept = 200;

    public static RowWrite Upsert(Alert alert) => new(
        """
        INSERT INTO alerts (id, raised_at, cleared_at, document) VALUES (@Id, @RaisedAt, @ClearedAt, @Document)
        ON CONFLICT (id) DO UPDATE SET cleared_at = excluded.cleared_at, document = excluded.document
        """,
        new { Id = alert.Id.Value, RaisedAt = Time(alert.RaisedAt), ClearedAt = alert.ClearedAt is { } at ? Time(at) : null, Document = JsonSerializer.Serialize(alert, StoreJson.Options) });

    public static RowWrite Trim() => new(
        "DELETE FROM alerts WHERE cleared_at IS NOT NULL AND id NOT IN (SELECT id FROM alerts WHERE cleared_at IS NOT NULL ORDER BY cleared_at DESC LIMIT @Kept)",
        new { Kept });

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
}
