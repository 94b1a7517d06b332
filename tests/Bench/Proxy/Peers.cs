using System.Diagnostics;
using System.Globalization;

namespace Bench.Proxy;

/// <summary>The proxies beside ours, each in its own process, all in front of the same upstream.</summary>
internal static class Peers
{
    private static readonly string Self = Path.Combine(AppContext.BaseDirectory, "Bench");

    public static Process Upstream(string address, int port) => Start(Self, ["upstream", address, $"{port}"], inline: true);

    public static Contender Yarp(int port, string upstream, IReadOnlyList<string> headers, bool inline) =>
        new(inline ? "bare YARP, sockets inline" : "bare YARP", port, Start(Self, ["bare", $"{port}", upstream, inline ? "inline" : "plain"], inline), headers);

    /// <summary>JupyterHub's proxy.</summary>
    public static Contender Chp(int port, string upstream, IReadOnlyList<string> headers, string nodeModules) => new(
        "configurable-http-proxy",
        port,
        Start("node", [Path.Combine(nodeModules, "configurable-http-proxy", "bin", "configurable-http-proxy"), "--ip", "127.0.0.1", "--port", $"{port}", "--api-ip", "127.0.0.1", "--api-port", $"{port + 1000}", "--default-target", upstream, "--log-level", "error"]),
        headers);

    public static Contender Nginx(int port, string upstream, IReadOnlyList<string> headers, string folder)
    {
        var file = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $$"""
            daemon off; worker_processes {{Environment.ProcessorCount}}; pid {{folder}}/nginx.pid; error_log stderr warn;
            events { worker_connections 1024; }
            http {
              access_log off; keepalive_requests 1000000000;
              client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy; fastcgi_temp_path {{folder}}/f; uwsgi_temp_path {{folder}}/u; scgi_temp_path {{folder}}/s;
              upstream ship { server {{upstream["http://".Length..]}}; keepalive 128; keepalive_requests 1000000000; }
              map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
              server {
                listen 127.0.0.1:{{port}};
                location / { proxy_pass http://ship; proxy_http_version 1.1; proxy_set_header Host $http_host; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade; }
              }
            }
            """));
        return new Contender("nginx", port, Start("nginx", ["-e", "stderr", "-c", file]), headers);
    }

    public static Process Start(string file, IReadOnlyList<string> arguments, bool inline = false)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true };
        start.Environment.Remove("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS");
        if (inline)
        {
            start.Environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1";
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }
}
