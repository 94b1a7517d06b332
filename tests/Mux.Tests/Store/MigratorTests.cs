using Microsoft.Data.Sqlite;
using Mux.Store;
using Xunit;

namespace Mux.Tests.Store;

public sealed class MigratorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string File => folder.At("mux.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Eight_who_start_at_once_make_one_schema()
    {
        using var together = new Barrier(8);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            async () =>
            {
                together.SignalAndWait();
                await using var database = await OpenAsync();
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
        await using var last = await OpenAsync();
        var files = Directory.GetFiles(Repository.At("src", "Mux", "Store", "Migrations")).Select(file => long.Parse(Path.GetFileName(file).AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture)).Order();
        Assert.Equal(files, await last.ReadAsync<long>("SELECT number FROM migrations ORDER BY number"));
    }

    [Fact]
    public async Task A_migration_that_was_changed_after_it_ran_is_refused()
    {
        await (await OpenAsync()).DisposeAsync();
        await SqlAsync("UPDATE migrations SET hash = 'other'");
        Assert.Contains("was changed after it ran", (await Assert.ThrowsAsync<InvalidOperationException>(OpenAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_mux_is_refused_and_left_as_it_is()
    {
        await (await OpenAsync()).DisposeAsync();
        await SqlAsync("INSERT INTO migrations (number, name, hash, at) VALUES (999, 'x', 'x', 'x')");
        var before = await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken);
        Assert.Contains("999", (await Assert.ThrowsAsync<InvalidOperationException>(OpenAsync)).Message, StringComparison.Ordinal);
        Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken));
    }

    private Task<SqliteDatabase> OpenAsync() => SqliteDatabase.OpenAsync(File, TimeProvider.System, CancellationToken.None);

    private async Task SqlAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
