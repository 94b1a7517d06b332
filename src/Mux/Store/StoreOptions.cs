namespace Mux.Store;

/// <summary>What the store must know of the camp.</summary>
/// <param name="Camp">Its name; part of every home's volume name.</param>
/// <param name="DatabaseFile">The SQLite file; made when it is not there.</param>
/// <param name="OpenAt">Ships available (or in use) that open the doors.</param>
internal sealed record StoreOptions(string Camp, string DatabaseFile, int OpenAt);

/// <summary>The change could not be made durable, so it did not happen: answer 503 and let the caller try again.</summary>
internal sealed class StoreUnavailableException(Exception cause) : Exception("the store cannot write: " + cause.Message, cause)
{
    /// <summary>The database is well, but the change would break a rule of its schema: trying again does not help.</summary>
    public bool IsConflict => InnerException is Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CONSTRAINT };
}
