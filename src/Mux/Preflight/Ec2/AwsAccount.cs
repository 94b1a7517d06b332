using Amazon;
using Amazon.SecurityToken;
using Mux.Camp;
using Mux.Preflight.Ec2.ServiceQuotas;
using Mux.Providers.Ec2;

namespace Mux.Preflight.Ec2;

/// <summary>The other two services of an account that are asked: whose it is, and how much it may have.</summary>
internal sealed record AwsAccount(IAmazonSecurityTokenService Identity, AmazonServiceQuotasClient Quotas)
{
    /// <summary>With an <c>endpoint</c> in the camp's file all services are asked there.</summary>
    public static AwsAccount Of(Ec2Definition ec2)
    {
        var region = RegionEndpoint.GetBySystemName(ec2.Region);
        var config = Ec2Client.ConfigFor(ec2);
        var identity = new AmazonSecurityTokenServiceConfig { MaxErrorRetry = 0, Timeout = config.Timeout };
        if (ec2.Endpoint is { } endpoint)
        {
            (identity.ServiceURL, identity.AuthenticationRegion) = (endpoint.ToString(), ec2.Region);
        }
        else
        {
            identity.RegionEndpoint = region;
        }

        var quotas = ec2.Endpoint ?? new Uri($"https://servicequotas.{ec2.Region}.{region.PartitionDnsSuffix}");
        return new AwsAccount(new AmazonSecurityTokenServiceClient(identity), new AmazonServiceQuotasClient(config, quotas, ec2.Region, new HttpClient { Timeout = TimeSpan.FromSeconds(20) }));
    }
}
