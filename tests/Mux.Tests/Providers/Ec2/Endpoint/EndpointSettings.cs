using System.Globalization;
using Amazon.Runtime;
using Mux.Camp;

namespace Mux.Tests.Providers.Ec2.Endpoint;

/// <summary>An endpoint that speaks EC2's API, and where there one small machine may be made for a few minutes.</summary>
/// <param name="Credentials">Null: the SDK's own chain finds them.</param>
internal sealed record EndpointSettings(Ec2Definition Ec2, AWSCredentials? Credentials)
{
    public const string Region = "RISECAMP_EC2_REGION";
    public const string Image = "RISECAMP_EC2_IMAGE";
    public const string Subnet = "RISECAMP_EC2_SUBNET";
    public const string Group = "RISECAMP_EC2_SECURITY_GROUP";
    public const string Address = "RISECAMP_EC2_ENDPOINT";
    public const string Type = "RISECAMP_EC2_TYPE";
    public const string Volume = "RISECAMP_EC2_VOLUME_GIB";

    private static readonly string[] Needed = [Region, Image, Subnet, Group];
    private static readonly string[] Small = ["nano", "micro", "small"];

    /// <summary>A launch that is repeated with its token makes nothing new, as AWS promises.</summary>
    public bool RemembersTokens { get; init; } = true;

    /// <summary>Why nothing can be tried; null when all is there.</summary>
    public static string? Missing(Func<string, string?> environment) =>
        Needed.Where(name => string.IsNullOrEmpty(environment(name))).ToList() is { Count: > 0 } missing ? $"no EC2 endpoint is named by the environment: set {string.Join(", ", missing)} (CONTRIBUTING.md)" : null;

    /// <exception cref="InvalidOperationException">A type that is not among the smallest, or a volume that is no small number.</exception>
    public static EndpointSettings Read(Func<string, string?> environment)
    {
        var type = environment(Type) is { Length: > 0 } given ? given : "t3.nano";
        if (!Small.Contains(type.Split('.')[^1]))
        {
            throw new InvalidOperationException($"{Type} is {type}: only {string.Join(", ", Small)} are launched by a test");
        }

        var volume = environment(Volume) is { Length: > 0 } text ? text : "8";
        if (!int.TryParse(volume, NumberStyles.None, CultureInfo.InvariantCulture, out var gib) || gib is < 1 or > 30)
        {
            throw new InvalidOperationException($"{Volume} is {volume}: give 1 to 30, and no less than the image needs");
        }

        return new EndpointSettings(
            new Ec2Definition(environment(Region)!, environment(Image)!, [new Ec2Placement(environment(Subnet)!, type)])
            {
                Endpoint = environment(Address) is { Length: > 0 } address ? new Uri(address) : null, SecurityGroups = [environment(Group)!], VolumeGib = gib, MaxBatch = 1, DeadMan = TimeSpan.FromMinutes(10),
            },
            null);
    }
}
