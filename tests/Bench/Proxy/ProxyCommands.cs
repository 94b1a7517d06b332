using System.Globalization;
using System.Net;

namespace Bench.Proxy;

/// <summary>The bench of this folder as a command, and its helpers in processes of their own.</summary>
internal static class ProxyCommands
{
    private const string HowMeasured = """
        Everything runs on this machine, in a network namespace of its own: the load generator (Debian's `wrk -t1 -c64` for GET; for WebSockets one of our own over raw sockets), the proxy, and an upstream
        written over raw sockets, each in its own process. All proxies stay up during the whole run and the rounds are interleaved; figures are medians of the rounds. The mux is `mux serve` whole, with one ship whose
        agent speaks the real control channel; each request is logged in, looked up, filtered and given its secret. The others forward to one fixed address, and get the same request with the same headers.
        nginx has a worker per core, configurable-http-proxy is one Node process, as it is deployed. CPU is what the proxy's own processes spent, divided by what they passed on.
        """;

    /// <param name="arguments"><c>--rounds N</c>, <c>--seconds N</c>.</param>
    public static async Task RunAsync(string[] arguments)
    {
        // The load generator's own sockets; must be said before the first one is made.
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        var modules = Environment.GetEnvironmentVariable("BENCH_NODE_MODULES") ?? throw new InvalidOperationException("BENCH_NODE_MODULES must name the node_modules of tests/Bench/peers; ops/bench sets it");
        var bench = new ProxyBench(Arguments.Number(arguments, "--rounds", 3), Arguments.Number(arguments, "--seconds", 5), modules);
        await BenchReport.WriteAsync("proxy", string.Join(' ', arguments), $"{await bench.RunAsync()}\n{HowMeasured}");
    }

    public static Task UpstreamAsync(string address, string port) => Upstream.RunAsync(new IPEndPoint(IPAddress.Parse(address), int.Parse(port, CultureInfo.InvariantCulture)));

    public static Task BareAsync(string port, string upstream, string sockets) => BarePeer.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), upstream, sockets == "inline");
}
