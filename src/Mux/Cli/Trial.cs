using System.Text;

namespace Mux.Cli;

/// <summary>One <c>mux try</c>: what must be there, the build, and the agent's own <c>try</c>.</summary>
internal sealed class Trial(CliEnvironment environment, string folder, string? givenName, string? basis, string[] agentArguments)
{
    private readonly Report report = new(environment);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (await MissingAsync(cancellationToken) is { } trouble)
        {
            return report.Fail(trouble);
        }

        var name = NameOf(givenName ?? Path.GetFileName(folder.TrimEnd(Path.DirectorySeparatorChar)));
        var (built, image) = await BuildAsync(name, cancellationToken);
        if (!built)
        {
            return report.Fail(new Trouble($"the image of {folder} could not be built", "the lines above say which step failed; correct the Dockerfile or the files and try again.", ExitCode.Failed));
        }

        return await OtherProgram.RunAsync(AgentPath()!, ["try", "--image", image, "--name", name, .. agentArguments], null, cancellationToken);
    }

    private async Task<Trouble?> MissingAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            return new Trouble($"there is no folder {folder}", "name a tutorial's folder, such as images/tutorials/first-steps.", ExitCode.Usage);
        }

        if (!File.Exists(Path.Combine(folder, "Dockerfile")))
        {
            return new Trouble($"{folder} has no Dockerfile", "two lines will do: 'FROM risecamp/notebook:latest' and 'COPY content/ /opt/camp/content/'.", ExitCode.Usage);
        }

        if (AgentPath() is null)
        {
            return new Trouble("the ship-agent is not there", "set MUX_AGENT to its executable, or put it beside mux ('ops/install' and 'dotnet publish src/ShipAgent' make it).", ExitCode.Usage);
        }

        var (code, output) = await OtherProgram.CaptureAsync("docker", ["version", "--format", "{{.Server.Version}}"], cancellationToken);
        return code switch
        {
            0 => null,
            OtherProgram.NotFound => new Trouble("the docker command is not there", "install Docker ('ops/install' does).", ExitCode.Failed),
            _ => new Trouble($"the Docker engine does not answer: {output.Trim()}", "start it ('ops/install' does), or give this user access to it.", ExitCode.Failed),
        };
    }

    // The tag is only for this: the image's id is what runs, so that a second try never starts the first one's image.
    private async Task<(bool Built, string Image)> BuildAsync(string name, CancellationToken cancellationToken)
    {
        var tag = $"mux-try/{name}:latest";
        var (buildx, _) = await OtherProgram.CaptureAsync("docker", ["buildx", "version"], cancellationToken);
        string[] own = buildx == 0 ? ["build", "--load"] : ["build", "--network", "host", "--force-rm"];
        string[] arguments = [.. own, .. basis is null ? Array.Empty<string>() : ["--build-arg", $"BASE={basis}"], "-t", tag, folder];
        var code = await OtherProgram.RunAsync("docker", arguments, buildx == 0 ? null : ("DOCKER_BUILDKIT", "0"), cancellationToken);
        var (inspected, id) = code == 0 ? await OtherProgram.CaptureAsync("docker", ["image", "inspect", "-f", "{{.Id}}", tag], cancellationToken) : (1, "");
        return (inspected == 0, id.Trim());
    }

    private string? AgentPath()
    {
        var given = environment.Variable("MUX_AGENT");
        string[] places = given is { Length: > 0 } ? [given] : [Path.Combine(AppContext.BaseDirectory, "ShipAgent"), Path.Combine(AppContext.BaseDirectory, "..", "ship-agent", "ShipAgent")];
        return places.FirstOrDefault(File.Exists);
    }

    /// <summary>The folder's name made fit for a path of a URL.</summary>
    internal static string NameOf(string text)
    {
        var name = new StringBuilder();
        foreach (var letter in text.ToLowerInvariant())
        {
            name.Append(letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') ? letter : '-');
        }

        var trimmed = name.ToString().Trim('-');
        return trimmed.Length == 0 || !char.IsAsciiLetter(trimmed[0]) ? $"t-{trimmed}"[..Math.Min(32, trimmed.Length + 2)].TrimEnd('-') : trimmed[..Math.Min(32, trimmed.Length)].TrimEnd('-');
    }
}
