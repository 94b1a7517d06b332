using Mux.Fleet;

namespace Mux.Store;

/// <summary>
/// The fleet's id: made once and kept in the store. A copy lies beside the database, so that whoever loses that alone still knows which machines are to be taken down;
/// the database's word counts.
/// </summary>
internal static class FleetMark
{
    public static async Task<FleetId> ReadOrMakeAsync(SqliteDatabase database, string databaseFile)
    {
        var copy = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(databaseFile))!, "fleet-id");
        var kept = await database.ReadAsync<string>("SELECT value FROM settings WHERE key = @Key", new { Key = StoreRows.FleetKey }) is [var text] ? FleetId.TryParse(text) : null;
        var beside = File.Exists(copy) ? FleetId.TryParse(File.ReadAllText(copy).Trim()) : null;
        var id = kept ?? beside ?? FleetId.New();
        if (kept is null)
        {
            await database.WriteAsync([StoreRows.Setting(StoreRows.FleetKey, id.Value)]);
        }

        if (beside != id)
        {
            // No secret, but nobody else's either.
            await using var file = new FileStream(copy, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
            await file.WriteAsync(System.Text.Encoding.ASCII.GetBytes(id.Value + "\n"));
        }

        return id;
    }
}
