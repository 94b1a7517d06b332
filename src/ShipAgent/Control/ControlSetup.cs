using Microsoft.Extensions.DependencyInjection;

namespace ShipAgent.Control;

internal static class ControlSetup
{
    public static IServiceCollection AddControl(this IServiceCollection services, Boot boot, Claim claim) => services
        .AddSingleton(boot).AddSingleton(claim).AddSingleton<Contact>().AddSingleton<AgentCertificate>().AddSingleton<MuxTrust>().AddSingleton<MuxDialer>().AddSingleton<Enroller>()
        .AddSingleton<LogDesk>().AddSingleton<ControlSession>().AddHostedService<ControlLoop>();
}
