using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace Mux.Store;

/// <summary>Runs the numbered <c>.sql</c> files that the database has not seen, in order, each once.</summary>
internal sealed class Migrator(DbConnection connection, TimeProvider time)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL, at TEXT NOT NULL)", transaction: transaction);
        var done = (await connection.QueryAsync<Migration>("SELECT number, name, hash FROM migrations ORDER BY number", transaction: transaction)).ToDictionary(m => m.Number);
        var known = Known();
        if (done.Keys.Except(known.Select(m => m.Number)).ToList() is { Count: > 0 } newer)
        {
            throw new InvalidOperationException($"the database has migration {newer.Max()}, which this mux does not know: start the newer mux, or restore the backup taken before the upgrade");
        }

        foreach (var migration in known)
        {
            await RunOneAsync(migration, done.GetValueOrDefault(migration.Number), transaction);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private async Task RunOneAsync(Migration migration, Migration? before, DbTransaction transaction)
    {
        if (before is null)
        {
            await connection.ExecuteAsync(migration.Sql, transaction: transaction);
            await connection.ExecuteAsync(
                "INSERT INTO migrations (number, name, hash, at) VALUES (@Number, @Name, @Hash, @At)",
                new { migration.Number, migration.Name, migration.Hash, At = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture) },
                transaction);
        }
        else if (before.Hash != migration.Hash)
        {
            throw new InvalidOperationException($"migration {migration.Name} was changed after it ran on this database: restore the file as it was, and put the change into a new number");
        }
    }

    private static List<Migration> Known()
    {
        var assembly = typeof(Migrator).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => Read(assembly.GetManifestResourceStream(name)!, name))
            .OrderBy(migration => migration.Number)];
    }

    private static Migration Read(Stream stream, string resource)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
        var name = resource.Split('.')[^2];
        return new Migration
        {
            Number = long.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture),
            Name = name,
            Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))),
            Sql = sql,
        };
    }

    private sealed class Migration
    {
        public long Number { get; init; }

        public string Name { get; init; } = "";

        public string Hash { get; init; } = "";

        public string Sql { get; init; } = "";
    }
}
