using Amazon.EC2.Model;

namespace Mux.Providers.Ec2;

/// <summary>The tags that say whose a machine is. What does not carry both the camp's name and the fleet's id is never touched.</summary>
internal static class Ec2Tags
{
    public const string Camp = "risecamp:camp";
    public const string Fleet = "risecamp:fleet";
    public const string Batch = "risecamp:batch";
    public const string Ship = "risecamp:ship";
    public const string Name = "Name";

    /// <param name="fleet">Empty: none, as older muxes had it.</param>
    public static List<Tag> OfLaunch(string camp, string batch, string fleet) => fleet.Length == 0
        ? [new Tag(Camp, camp), new Tag(Batch, batch)]
        : [new Tag(Camp, camp), new Tag(Batch, batch), new Tag(Fleet, fleet)];

    public static List<Tag> OfShip(string camp, string ship) => [new Tag(Ship, ship), new Tag(Name, $"{camp} {ship}")];

    /// <summary>Empty when the machine has no such tag.</summary>
    public static string Read(Instance instance, string key) => instance.Tags?.Find(tag => tag.Key == key)?.Value ?? "";
}
