namespace Mux.Fleet;

/// <summary>Opaque random name of a raised hand.</summary>
internal readonly record struct HandId(string Value)
{
    public static HandId New() => new("q-" + RandomName.Of(8));

    public override string ToString() => Value;
}

/// <summary>Opaque random name of a question for leave to look, and of the leave that was given to it.</summary>
internal readonly record struct LeaveId(string Value)
{
    public static LeaveId New() => new("l-" + RandomName.Of(8));

    public override string ToString() => Value;
}

/// <summary>An attendee asks for help: one hand each, until it is lowered or done.</summary>
/// <param name="Tutorial">What it is about; empty: no tutorial in particular.</param>
/// <param name="Note">The attendee's own words, one line of at most <see cref="LongestNote"/> characters; may be empty.</param>
internal sealed record Hand(HandId Id, AttendeeId Attendee, string Tutorial, string Note, DateTimeOffset RaisedAt)
{
    public const int LongestNote = 200;

    /// <summary>Who comes; null while nobody does.</summary>
    public Helper? Helper { get; init; }

    /// <summary>The helper's open question; null when there is none.</summary>
    public LeaveQuestion? Question { get; init; }

    /// <summary>What the attendee has opened to the helper; null: nothing. It may have ended: <see cref="HandRules.WhyEnded"/> knows.</summary>
    public Leave? Leave { get; init; }
}

/// <summary>One of the staff who helps.</summary>
/// <param name="Key"><see cref="Staff.Key"/>: two people may have one name.</param>
internal sealed record Helper(string Key, string Name);

/// <summary>A helper asks to see the attendee's notebooks of one tutorial.</summary>
/// <param name="Typing">Looking is open already, and this is about more.</param>
internal sealed record LeaveQuestion(LeaveId Id, string Tutorial, bool Typing, DateTimeOffset At);

/// <summary>For a limited time the attendee's notebooks of one tutorial are open to the hand's helper.</summary>
/// <param name="Typing">Not only to look: the helper may type and run there.</param>
/// <param name="Ship">The leave is for this ship and ends with it.</param>
internal sealed record Leave(LeaveId Id, string Tutorial, bool Typing, DateTimeOffset Since, DateTimeOffset Until, ShipId Ship)
{
    /// <summary>When the helper first used it; null before.</summary>
    public DateTimeOffset? UsedAt { get; init; }
}

/// <summary>What an attendee says to a helper's question.</summary>
internal enum LeaveAnswer
{
    No,

    /// <summary>See what is saved.</summary>
    Look,

    /// <summary>Work in the notebook too.</summary>
    Type,
}
