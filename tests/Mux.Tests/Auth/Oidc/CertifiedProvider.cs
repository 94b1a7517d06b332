using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Mux.Tests.Auth.Oidc;

/// <summary>A certified identity provider (npm <c>oidc-provider</c>) in a process of its own on loopback. It insists on PKCE and on pushed requests.</summary>
internal sealed class CertifiedProvider : IAsyncDisposable
{
    public const string ClientSecret = "secret-of-the-client-in-the-tests";

    private static readonly string Folder = typeof(CertifiedProvider).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "IdentityProviderFolder").Value!;

    private readonly Process process;

    private CertifiedProvider(Process process, Uri issuer) => (this.process, Issuer) = (process, issuer);

    public Uri Issuer { get; }

    public static async Task<CertifiedProvider> StartAsync()
    {
        Assert.True(Directory.Exists(Path.Combine(Folder, "node_modules", "oidc-provider")), $"The identity provider cannot run: install Node.js and run `npm ci` in {Folder}");
        var process = Process.Start(new ProcessStartInfo("node", ["server.mjs"]) { WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.BeginErrorReadLine();
        var first = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(3));
        Assert.True(first is not null, "The identity provider did not start.");
        return new CertifiedProvider(process, new Uri(JsonNode.Parse(first)!["issuer"]!.GetValue<string>()));
    }

    /// <summary>Makes the mux under test its client.</summary>
    public Task ServeAsync(TestHost mux, int idTokenSeconds = 3600) => SendAsync(new
    {
        command = "configure",
        idTokenSeconds,
        accounts = new Dictionary<string, object>
        {
            ["ada"] = new { name = "Ada Lovelace", groups = new[] { "students" }, email = "ada@uni.example", email_verified = true },
            ["grace"] = new { name = "Grace Hopper", groups = new[] { "staff", "camp-organizers" }, email = "grace@uni.example", email_verified = true },
            ["alan"] = new { name = "Alan Turing", groups = new[] { "camp-helpers" }, email = "alan@uni.example", email_verified = false },
        },
        clients = new[]
        {
            new
            {
                client_id = "mux",
                client_secret = ClientSecret,
                token_endpoint_auth_method = "client_secret_post",
                grant_types = new[] { "authorization_code", "refresh_token" },
                redirect_uris = new[] { mux.AttendeeUrl, mux.OrganizerUrl }.Select(url => new Uri(url, "/login/with/uni/callback").AbsoluteUri).ToArray(),
                post_logout_redirect_uris = new[] { mux.AttendeeUrl, mux.OrganizerUrl }.Select(url => new Uri(url, "/login").AbsoluteUri).ToArray(),
                backchannel_logout_uri = new Uri(mux.AttendeeUrl, "/login/with/uni/logout").AbsoluteUri,
                backchannel_logout_session_required = true,
            },
        },
    });

    /// <summary>New keys; the old ones are published no more.</summary>
    public Task RotateKeysAsync() => SendAsync(new { command = "rotate" });

    /// <summary>The account is no more; what it was given does not count any longer.</summary>
    public Task BlockAsync(string account) => SendAsync(new { command = "block", account });

    /// <summary>How often an address was asked for, such as <c>POST /request</c>.</summary>
    public async Task<int> CallsAsync(string path) => (await SendAsync(new { command = "calls" }))[path]?.GetValue<int>() ?? 0;

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }

        process.Dispose();
    }

    private async Task<JsonObject> SendAsync(object command)
    {
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command));
        return JsonNode.Parse((await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)))!)!.AsObject();
    }
}
