using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Mux.Store;

/// <summary>A line of the audit log as it was written.</summary>
/// <param name="Id">Rises with each line.</param>
internal sealed record AuditLine(long Id, DateTimeOffset At, string Actor, string Action, string Subject, string Detail);

/// <summary>Reads the audit log, newest first. On a connection of its own: the writer's is not for readers.</summary>
internal sealed class AuditLog(StoreOptions options)
{
    /// <param name="before">Only lines older than this id; null for the newest.</param>
    public async Task<IReadOnlyList<AuditLine>> NewestAsync(int limit, long? before, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = options.DatabaseFile, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 5 }.ToString());
        await connection.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(
            "SELECT id, at, actor, action, subject, detail FROM audit WHERE id < @Before ORDER BY id DESC LIMIT @Limit",
            new { Before = before ?? long.MaxValue, Limit = limit });
        return [.. rows.Select(row => new AuditLine(row.Id, DateTimeOffset.Parse(row.At, CultureInfo.InvariantCulture), row.Actor, row.Action, row.Subject, row.Detail))];
    }

    private sealed class Row
    {
        public long Id { get; init; }

        public string At { get; init; } = "";

        public string Actor { get; init; } = "";

        public string Action { get; init; } = "";

        public string Subject { get; init; } = "";

        public string Detail { get; init; } = "";
    }
}
