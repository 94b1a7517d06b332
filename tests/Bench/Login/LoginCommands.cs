namespace Bench.Login;

/// <summary>The benches of this folder as commands.</summary>
internal static class LoginCommands
{
    private const string HowMeasured = """
        Real ships: Docker containers with JupyterLab and a warm kernel, each behind its own ShipAgent. An attendee is the login form, the login, the page after it, `/camp/first-steps/` with
        its redirects down to the HTML of the first notebook, the notebook's session, its kernel's WebSocket, and `1+1` until result, reply and idle. All come at one instant. Load generator, mux and all Jupyters share this machine's cores.

        Shares are taken from packets (tcpdump, the kernel's timestamps): a request's first to its answer's last between load generator and mux, and the same between mux and ship. The
        mux's own share is the first less the second, summed over an attendee's requests up to the page; the wait of the mux for a free core is in it.

        JupyterHub is Debian's with npm's configurable-http-proxy, DummyAuthenticator and SimpleLocalProcessSpawner; all its servers were started beforehand and idle. It keeps no warm kernels, so that a first
        result includes the start of a kernel, as it does for its users. It runs after the camp is gone.
        """;

    /// <param name="arguments"><c>--ships N</c>, <c>--alone N</c>, <c>--no-hub</c>, <c>--patience SECONDS</c> for the machine to be quiet.</param>
    public static async Task LoginAsync(string[] arguments)
    {
        var bench = new LoginBench(Arguments.Number(arguments, "--ships", 50), Arguments.Number(arguments, "--alone", 5), !arguments.Contains("--no-hub"), Patience(arguments));
        await BenchReport.WriteAsync("login", string.Join(' ', arguments), $"{await bench.RunAsync()}\n{HowMeasured}");
    }

    /// <param name="arguments"><c>--cells N</c>, <c>--patience SECONDS</c>.</param>
    public static async Task SmallCellsAsync(string[] arguments) =>
        await BenchReport.WriteAsync("small-cells", string.Join(' ', arguments), await new SmallCellsBench(Arguments.Number(arguments, "--cells", 200), Patience(arguments)).RunAsync());

    private static TimeSpan Patience(string[] arguments) => TimeSpan.FromSeconds(Arguments.Number(arguments, "--patience", 60));
}
