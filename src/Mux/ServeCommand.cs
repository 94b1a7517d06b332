using Mux.Camp;
using Mux.Listeners;

namespace Mux;

/// <summary>The verb <c>serve</c>: reads and checks everything, then runs the orchestrator until it is told to stop.</summary>
internal static class ServeCommand
{
    /// <returns>0 after an orderly stop; 2 when the file or the environment is wrong: then nothing was started.</returns>
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

        await using var app = MuxHost.Build(camp.Camp, secrets.AddTo(settings.Settings));
        var pidFile = Path.Combine(settings.Settings.DataFolder, "mux.pid");
        await File.WriteAllTextAsync(pidFile, $"{Environment.ProcessId}\n", cancellationToken);
        try
        {
            await app.RunAsync(cancellationToken);
        }
        finally
        {
            File.Delete(pidFile);
        }

        return 0;
    }
}
