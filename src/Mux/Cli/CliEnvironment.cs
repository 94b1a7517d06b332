namespace Mux.Cli;

/// <summary>All that the verbs touch outside of themselves, so that a test can stand in for a terminal.</summary>
internal sealed record CliEnvironment
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public TextReader In { get; init; } = TextReader.Null;

    /// <summary>Colours, live tables and questions only here.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>An environment variable; null when not set.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What runs inside this process and not over HTTP.</summary>
    public required LocalVerbs Local { get; init; }

    public static CliEnvironment OfProcess(LocalVerbs local) => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        In = Console.In,
        IsTerminal = !Console.IsOutputRedirected && !Console.IsInputRedirected,
        Local = local,
    };
}

/// <summary>The verbs that are not the client's: handed in, so that the client knows no other room.</summary>
/// <param name="ServeAsync">Runs the mux with this <c>camp.yaml</c> until it is told to stop; gives the exit code.</param>
/// <param name="Validate">Every error of a <c>camp.yaml</c>, ready to print; empty when it is good.</param>
internal sealed record LocalVerbs(Func<string, CancellationToken, Task<int>> ServeAsync, Func<string, IReadOnlyList<string>> Validate);
