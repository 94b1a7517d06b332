namespace ShipAgent.Containers;

/// <summary>Whose containers these are: by these labels, and by nothing else, a ship knows its own.</summary>
internal sealed record ShipIdentity(string Camp, string ShipId)
{
    public const string CampLabel = "risecamp.camp";
    public const string ShipLabel = "risecamp.ship";
    public const string TutorialLabel = "risecamp.tutorial";
    public const string SpecHashLabel = "risecamp.spec-hash";
    /// <summary>Hash of all of the spec but the image: an update that changes no more may be one of content alone.</summary>
    public const string FrameHashLabel = "risecamp.frame-hash";
    /// <summary>On a container that only delivers content: the ship it does so for.</summary>
    public const string DeliveryLabel = "risecamp.delivery";
    /// <summary>When the container was made, Unix milliseconds: of two that serve, the younger one is meant.</summary>
    public const string BornLabel = "risecamp.born";

    public IReadOnlyList<string> Filter => [$"{CampLabel}={Camp}", $"{ShipLabel}={ShipId}"];

    public string ContainerName(string tutorial, long born) => $"{Camp}.{ShipId}.{tutorial}.{born:x}";
}
