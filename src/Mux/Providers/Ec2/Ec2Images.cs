using System.Collections.Concurrent;
using Amazon.EC2;
using Amazon.EC2.Model;

namespace Mux.Providers.Ec2;

/// <summary>What must be known of a machine image before one is launched from it. An image never changes: each is asked for once.</summary>
internal sealed class Ec2Images(Ec2Calls calls)
{
    private readonly ConcurrentDictionary<string, string> rootDevices = new(StringComparer.Ordinal);

    /// <exception cref="AmazonEC2Exception">There is no such image, or EC2 does not answer.</exception>
    public async Task<string> RootDeviceOfAsync(string image, CancellationToken cancellationToken)
    {
        if (rootDevices.TryGetValue(image, out var known))
        {
            return known;
        }

        var response = await calls.DescribeImagesAsync(new DescribeImagesRequest { ImageIds = [image] }, cancellationToken);
        if (response.Images is not [{ RootDeviceName: { Length: > 0 } device }, ..])
        {
            throw new AmazonEC2Exception($"the image '{image}' does not exist here") { ErrorCode = "InvalidAMIID.NotFound", StatusCode = System.Net.HttpStatusCode.BadRequest };
        }

        return rootDevices[image] = device;
    }
}
