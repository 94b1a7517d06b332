namespace Mux.Tests;

/// <summary>The folder that holds the solution: some tests read the sources themselves.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    public static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(At(folder), "*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".cs" or ".razor" && !Path.GetRelativePath(Root, file).Split('/').Any(part => part is "obj" or "bin"));

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "Risecamp.sln")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("no Risecamp.sln above the tests"));
}
