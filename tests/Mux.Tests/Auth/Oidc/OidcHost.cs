using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Mux.Auth;
using Mux.Camp;
using Mux.Fleet;
using Mux.Listeners;

namespace Mux.Tests.Auth.Oidc;

/// <summary>A mux whose people come by an identity provider, and a clock that can be put forward from the real time on.</summary>
internal sealed class OidcHost : IAsyncDisposable
{
    private OidcHost(CertifiedProvider provider, TestHost mux, FakeTimeProvider time, CapturedLogs logs) => (Provider, Mux, Time, Logs) = (provider, mux, time, logs);

    public CertifiedProvider Provider { get; }

    public TestHost Mux { get; }

    public FakeTimeProvider Time { get; }

    public CapturedLogs Logs { get; }

    public static CampDefinition CampWith(Uri authority, Func<LoginDefinition, LoginDefinition>? adjust = null)
    {
        var login = new LoginDefinition
        {
            Providers = [new ProviderDefinition("uni", authority, "mux") { Title = "The university" }],
            Roles =
            [
                new RoleRule(StaffRole.Organizer, "uni", new PersonMatch(MatchKind.Claim, "groups", "camp-organizers"), []),
                new RoleRule(StaffRole.Helper, "uni", new PersonMatch(MatchKind.Subject, "sub", "alan"), []),
            ],
        };
        return TestHost.Camp with { Login = adjust?.Invoke(login) ?? login };
    }

    /// <summary>What a test puts behind the organizers' gate.</summary>
    public static TestHostOptions OptionsFor(CampDefinition camp, TimeProvider time, CapturedLogs logs, string? folder = null) => new()
    {
        Time = time,
        Camp = camp,
        Folder = folder,
        ClientSecrets = new Dictionary<string, string> { ["uni"] = CertifiedProvider.ClientSecret },
        Services = services => services.AddLogging(logging => logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace).AddFilter("Microsoft", LogLevel.Warning)), // as in the mux itself
        Routes = routes =>
        {
            routes.MapGet("/page", (HttpContext context) => $"the dashboard for {context.Features.Get<Staff>()!.Name}").OnListener(Listener.Organizer).RequireOrganizer();
            routes.MapGet("/hands", () => "raised hands").OnListener(Listener.Organizer).RequireOrganizer().AlsoFor(StaffRole.Helper);
        },
    };

    public static async Task<OidcHost> StartAsync(int idTokenSeconds = 3600, Func<LoginDefinition, LoginDefinition>? adjust = null)
    {
        var provider = await CertifiedProvider.StartAsync();
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var logs = new CapturedLogs();
        var mux = await TestHost.StartAsync(OptionsFor(CampWith(provider.Issuer, adjust), time, logs));
        await provider.ServeAsync(mux, idTokenSeconds);
        return new OidcHost(provider, mux, time, logs);
    }

    public async ValueTask DisposeAsync()
    {
        await Mux.DisposeAsync();
        await Provider.DisposeAsync();
        Logs.Dispose();
    }
}
