using Mux.Camp;
using Mux.Listeners;

namespace Mux;

/// <summary>The verb <c>serve</c>: reads and checks everything, then runs the orchestrator until it is told to stop.</summary>
internal static class ServeCommand
{
    /// <returns>0 after an orderly stop; 2 when the file or the environment is wrong, or another mux works in the data folder: then nothing was started.</returns>
    public static async Task<int> RunAsync(string campFile, CancellationToken cancellationToken)
    {
        var camp = CampReader.ReadFile(campFile);
        var settings = SettingsReader.Read(Environment.GetEnvironmentVariable);
        var secrets = CampSecrets.Read(camp.Camp, Environment.GetEnvironmentVariable);
        string[] errors = [.. RuntimeCheck.Problem() is { } hole ? [hole] : Array.Empty<string>(), .. camp.Errors.Select(error => $"{campFile}: {error}"), .. settings.Errors, .. secrets.Errors, .. settings.Settings is { } read ? TlsCertificates.Problems(read, TimeProvider.System.GetUtcNow()) : []];
        if (camp.Camp is null || settings.Settings is null || errors.Length > 0)
        {
            foreach (var error in errors)
            {
                await Console.Error.WriteLineAsync(error);
            }

            return 2;
        }

        using var alone = DataFolderLock.TryTake(settings.Settings.DataFolder, out var problem);
        if (alone is null)
        {
            await Console.Error.WriteLineAsync(problem);
            return 2;
        }

        await using var app = MuxHost.Build(camp.Camp, secrets.AddTo(settings.Settings));
        await app.RunAsync(cancellationToken);
        return 0;
    }
}
