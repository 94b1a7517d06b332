using Amazon.EC2;
using Mux.Camp;

namespace Mux.Providers.Ec2;

internal static class Ec2Setup
{
    public static IServiceCollection AddEc2(this IServiceCollection services, Ec2Definition ec2) => services
        .AddSingleton(ec2)
        .AddSingleton<IAmazonEC2>(_ => Ec2Client.Make(ec2))
        .AddSingleton<Ec2Pace>()
        .AddSingleton<Ec2Calls>()
        .AddSingleton<Ec2Images>()
        .AddSingleton<Ec2Boot>()
        .AddSingleton<Ec2List>()
        .AddSingleton<Ec2Launcher>()
        .AddSingleton<Ec2Terminator>()
        .AddSingleton<Ec2Tagger>()
        .AddHostedService(provider => provider.GetRequiredService<Ec2Tagger>())
        .AddSingleton<IShipProvider, Ec2ShipProvider>();
}
