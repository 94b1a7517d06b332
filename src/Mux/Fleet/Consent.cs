namespace Mux.Fleet;

/// <summary>When an attendee wants the new version.</summary>
internal enum ConsentAnswer
{
    Now,

    /// <summary>At the break; where the author named none, when the time is up.</summary>
    Break,
}

/// <summary>What an attendee chose, and when.</summary>
internal sealed record Consent(ConsentAnswer Answer, DateTimeOffset At);

/// <summary>What attendees may choose: at least one of the two times is given.</summary>
/// <param name="BreakAt">When who chose the break gets it.</param>
/// <param name="Deadline">When who chose nothing gets it.</param>
internal sealed record ConsentTerms(DateTimeOffset? BreakAt, DateTimeOffset? Deadline)
{
    /// <summary>The session whose break it is; empty when the author named a time of day.</summary>
    public string BreakOf { get; init; } = "";

    /// <summary>From <em>now</em> until the switch: the notebook saves itself meanwhile.</summary>
    public static readonly TimeSpan SaveGrace = TimeSpan.FromSeconds(5);

    public DateTimeOffset? DueAt(Consent? consent) => consent?.Answer switch
    {
        ConsentAnswer.Now => consent.At + SaveGrace,
        ConsentAnswer.Break => BreakAt ?? Deadline,
        _ => Deadline ?? BreakAt,
    };
}
