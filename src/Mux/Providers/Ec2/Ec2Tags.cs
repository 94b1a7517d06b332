using Amazon.EC2.Model;

namespace Mux.Providers.Ec2;

/// <summary>The tags that say whose a machine is. What does not carry the camp's is never touched.</summary>
internal static class Ec2Tags
{
    public const string Camp = "risecamp:camp";
    public const string Batch = "risecamp:batch";
    public const string Ship = "risecamp:ship";
    public const string Name = "Name";

    public static List<Tag> OfLaunch(string camp, string batch) => [new Tag(Camp, camp), new Tag(Batch, batch)];

    public static List<Tag> OfShip(string camp, string ship) => [new Tag(Ship, ship), new Tag(Name, $"{camp} {ship}")];

    /// <summary>Empty when the machine has no such tag.</summary>
    public static string Read(Instance instance, string key) => instance.Tags?.Find(tag => tag.Key == key)?.Value ?? "";
}
