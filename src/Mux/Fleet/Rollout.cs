using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>How a rollout as a whole stands.</summary>
internal enum RolloutState
{
    Running,
    Succeeded,

    /// <summary>Stopped after failures; ships that failed went back to the image before.</summary>
    Halted,

    /// <summary>Nobody is told anything new until it is resumed; ships that were told finish.</summary>
    Paused,

    /// <summary>Ended because another rollout of the tutorial takes its ships back.</summary>
    RolledBack,
}

/// <summary>An image on its way to the ships.</summary>
/// <param name="Image"><c>repository@sha256:…</c>, resolved once when it was asked for.</param>
/// <param name="Requested">The reference as it was typed.</param>
/// <param name="Previous">What the camp ran before; what a ship of which nothing better is known goes back to.</param>
internal sealed record Rollout(RolloutId Id, string Tutorial, string Image, string Requested, string Previous, string By, DateTimeOffset StartedAt)
{
    public RolloutState State { get; init; } = RolloutState.Running;

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Since when it is paused; null when it is not.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>What the author has to say to attendees; empty when nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>What attendees may choose; null: they are not asked.</summary>
    public ConsentTerms? Terms { get; init; }

    /// <summary>What attendees chose, by attendee.</summary>
    public ImmutableSortedDictionary<string, Consent> Answers { get; init; } = ImmutableSortedDictionary<string, Consent>.Empty;

    /// <summary>The rollout that this one takes back; null when it is a deploy.</summary>
    public RolloutId? Undoes { get; init; }

    /// <summary>The digest that the registry gives for <see cref="Requested"/> by now, when that is another; empty else.</summary>
    public string MovedTo { get; init; } = "";

    public ImmutableSortedDictionary<string, RolloutShip> Ships { get; init; } = ImmutableSortedDictionary<string, RolloutShip>.Empty;

    /// <summary>It may still change ships.</summary>
    public bool IsOpen => State is RolloutState.Running or RolloutState.Paused;

    /// <summary><c>sha256:…</c></summary>
    public string Digest => Image[(Image.IndexOf('@', StringComparison.Ordinal) + 1)..];

    /// <summary>Enough ships took it to trust it with the others.</summary>
    public bool IsProven(int canary) => Ships.Values.Count(ship => ship.Step == RolloutStep.Done) >= canary;

    /// <summary>Until when this attendee is left alone; null: not at all.</summary>
    public DateTimeOffset? DueAt(AttendeeId? attendee) =>
        attendee is { } id ? Terms?.DueAt(Answers.GetValueOrDefault(id.Value)) : null;
}
