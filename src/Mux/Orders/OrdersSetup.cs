namespace Mux.Orders;

internal static class OrdersSetup
{
    public static IServiceCollection AddOrders(this IServiceCollection services) =>
        services.AddSingleton<FleetOrders>().AddSingleton<BulkOrders>().AddSingleton<DeployDesk>().AddSingleton<RolloutSwitch>().AddSingleton<MachineOrders>().AddSingleton<SessionOrders>().AddSingleton<TokenOrders>().AddSingleton<AuthorityOrders>().AddSingleton<HandOrders>().AddSingleton<AttendeeOrders>();
}
