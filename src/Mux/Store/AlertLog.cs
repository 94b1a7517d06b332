using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Mux.Fleet;

namespace Mux.Store;

/// <summary>Reads the alerts that a run before has kept. On a connection of its own: the writer's is not for readers.</summary>
internal sealed class AlertLog(StoreOptions options)
{
    public async Task<IReadOnlyList<Alert>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = options.DatabaseFile, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 5 }.ToString());
        await connection.OpenAsync(cancellationToken);
        var documents = await connection.QueryAsync<string>(new CommandDefinition("SELECT document FROM alerts", cancellationToken: cancellationToken));
        return [.. documents.Select(document => JsonSerializer.Deserialize<Alert>(document, StoreJson.Options)!)];
    }
}
