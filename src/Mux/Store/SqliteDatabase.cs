using Dapper;
using Microsoft.Data.Sqlite;

namespace Mux.Store;

/// <summary>The embedded default: one file, one writer, write-ahead log.</summary>
internal sealed class SqliteDatabase : IAsyncDisposable
{
    private readonly SqliteConnection connection;

    private SqliteDatabase(SqliteConnection connection) => this.connection = connection;

    /// <summary>Opens the file, makes it when it is not there, and brings its schema up to date.</summary>
    /// <exception cref="InvalidOperationException">The file was written by a newer mux, or a migration was changed after it ran.</exception>
    public static async Task<SqliteDatabase> OpenAsync(string file, TimeProvider time, CancellationToken cancellationToken)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            await connection.ExecuteAsync("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;");
            await new Migrator(connection, time).RunAsync(cancellationToken);
            return new SqliteDatabase(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes all rows or none.</summary>
    public async Task WriteAsync(IReadOnlyList<RowWrite> rows)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var row in rows)
        {
            await connection.ExecuteAsync(row.Sql, row.Row, transaction);
        }

        await transaction.CommitAsync();
    }

    public async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, object? parameters = null) => (await connection.QueryAsync<T>(sql, parameters)).AsList();

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
