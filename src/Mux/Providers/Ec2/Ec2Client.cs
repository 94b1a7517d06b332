using Amazon;
using Amazon.EC2;
using Mux.Camp;

namespace Mux.Providers.Ec2;

/// <summary>AWS's own client, with everything of its that would repeat or slow down a call by itself switched off: <see cref="Ec2Calls"/> does that.</summary>
internal static class Ec2Client
{
    /// <summary>Credentials come from the SDK's chain (environment, profile, the machine's role) when the first call is made.</summary>
    public static AmazonEC2Client Make(Ec2Definition ec2) => new(ConfigFor(ec2));

    public static AmazonEC2Config ConfigFor(Ec2Definition ec2)
    {
        var config = new AmazonEC2Config { MaxErrorRetry = 0, ThrottleRetries = false, Timeout = TimeSpan.FromMinutes(1) };
        if (ec2.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.ToString();
            config.AuthenticationRegion = ec2.Region;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(ec2.Region);
        }

        return config;
    }
}
