using Xunit;

namespace EndToEnd;

/// <summary>Images as an author would make them: an example tutorial with something changed, built and pushed to the camp's registry.</summary>
internal static class TutorialImage
{
    private static readonly Dictionary<string, string> Builder = new() { ["DOCKER_BUILDKIT"] = "0" };

    /// <summary>first-steps with one more notebook-side file.</summary>
    public static Task<string> WithFileAsync(string name, string text) => BuildAsync(folder => File.WriteAllText(Path.Combine(folder, "content", name), text), "");

    /// <summary>first-steps with an init hook that says something and fails.</summary>
    public static Task<string> WithFailingHookAsync(string says, int exitCode) => BuildAsync(
        folder =>
        {
            Directory.CreateDirectory(Path.Combine(folder, "init.d"));
            var hook = Path.Combine(folder, "init.d", "20-broken");
            File.WriteAllText(hook, $"#!/bin/sh\necho '{says}'\nexit {exitCode}\n");
            File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        },
        "COPY init.d/ /etc/camp/init.d/\n");

    private static async Task<string> BuildAsync(Action<string> change, string dockerfile)
    {
        var folder = Directory.CreateTempSubdirectory("tutorial-").FullName;
        try
        {
            var source = Path.Combine(Shell.Repository, "images", "tutorials", "first-steps");
            await DockerlessCopyAsync(source, folder);
            await File.AppendAllTextAsync(Path.Combine(folder, "Dockerfile"), dockerfile);
            change(folder);
            var image = $"{RunningCamp.Registry}/risecamp/e2e-first-steps:{Guid.NewGuid():N}";
            await DockerAsync("build", "--network", "host", "--build-arg", $"BASE={RunningCamp.Registry}/risecamp/notebook:latest", "-t", image, folder);
            await DockerAsync("push", image);
            return image;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task DockerlessCopyAsync(string from, string to)
    {
        var copy = await Shell.RunAsync("cp", ["-r", from + "/.", to], Builder, TimeSpan.FromMinutes(1));
        Assert.Equal(0, copy.ExitCode);
    }

    private static async Task DockerAsync(params string[] arguments)
    {
        var docker = await Shell.RunAsync("docker", arguments, Builder, TimeSpan.FromMinutes(5));
        Assert.True(docker.ExitCode == 0, $"docker {arguments[0]} ended with {docker.ExitCode}:\n{docker.Output}");
    }
}
