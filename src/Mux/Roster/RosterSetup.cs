namespace Mux.Roster;

internal static class RosterSetup
{
    public static IServiceCollection AddRoster(this IServiceCollection services) => services
        .AddSingleton<RosterOrders>()
        .AddSingleton<PersonalLinks>()
        .AddSingleton<LinkCards>()
        .AddSingleton<LinkMail>();
}
