using System.Globalization;

namespace Mux;

/// <summary>
/// The lock that makes a mux the only one in its data folder: two would launch and end each other's ships. The kernel's, on an open file: it ends with the
/// process, however that ends, and not with a file that a killed one left behind. <c>mux.pid</c> only says whose it is.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    private readonly FileStream file;
    private readonly string pidFile;

    private DataFolderLock(FileStream file, string pidFile) => (this.file, this.pidFile) = (file, pidFile);

    /// <summary>Held until disposed, or until the process is gone. When another process holds it: null, and a line for people in <paramref name="problem"/>.</summary>
    public static DataFolderLock? TryTake(string folder, out string problem)
    {
        var pidFile = Path.Combine(folder, "mux.pid");
        try
        {
            var taken = new DataFolderLock(new FileStream(Path.Combine(folder, "mux.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), pidFile);
            File.WriteAllText(pidFile, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n"));
            problem = "";
            return taken;
        }
        catch (IOException exception)
        {
            problem = File.Exists(pidFile)
                ? $"MUX_DATA: another mux (process {File.ReadAllText(pidFile).Trim()}) works in {folder}: stop it, or give this one a folder of its own"
                : $"MUX_DATA: {folder} cannot be locked, perhaps because another mux works there: {exception.Message}";
            return null;
        }
    }

    // The lock's file stays: removing it would let a third process lock another file of the same name.
    public void Dispose()
    {
        File.Delete(pidFile);
        file.Dispose();
    }
}
