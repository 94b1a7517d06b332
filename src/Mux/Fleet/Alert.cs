namespace Mux.Fleet;

/// <summary>What an alert is about.</summary>
internal enum AlertKind
{
    StuckBoots,
    FailingImage,
    ShipDisk,
    MuxDisk,
    NoCapacity,
    Launches,
    Certificate,
    AgentCertificates,
    Homes,
    ShipsLost,
}

/// <summary>Opaque random name of an alert.</summary>
internal readonly record struct AlertId(string Value)
{
    public static AlertId New() => new("w-" + RandomName.Of(8));

    public override string ToString() => Value;
}

/// <summary>Something that needs the organizers, from when it was raised until it cleared.</summary>
/// <param name="Subject">Tells it from others of its kind, such as a tutorial and a digest.</param>
/// <param name="Severity"><see cref="Severity.Warning"/> or <see cref="Severity.Bad"/>.</param>
internal sealed record Alert(AlertId Id, AlertKind Kind, string Subject, Severity Severity, DateTimeOffset RaisedAt)
{
    /// <summary>One line; may hold words of a ship, capped and without control characters.</summary>
    public string Text { get; init; } = "";

    /// <summary>What to do.</summary>
    public string Fix { get; init; } = "";

    /// <summary>What the failing container, or its hook, wrote last; empty for most.</summary>
    public string Output { get; init; } = "";

    public ShipId? Ship { get; init; }

    public RolloutId? Rollout { get; init; }

    /// <summary>The worst that was told of it: what goes up and down is told once.</summary>
    public Severity Told { get; init; } = Severity;

    /// <summary>When worse was told of it than before; null if never.</summary>
    public DateTimeOffset? WorsenedAt { get; init; }

    /// <summary>Null while it lasts.</summary>
    public DateTimeOffset? ClearedAt { get; init; }

    public bool IsActive => ClearedAt is null;
}
