namespace Mux.ApiModel;

/// <summary>The fleet as a whole.</summary>
/// <param name="Time">The mux's clock, UTC.</param>
/// <param name="Version">Rises with every change of anything.</param>
/// <param name="Goal">Ships wanted.</param>
/// <param name="GoalRule">What gives the goal: <c>sessions</c>, <c>hand</c>, or the <c>rehearsal</c> that is on.</param>
/// <param name="GoalWhy">The same for people, such as <c>warming up for session morning</c>.</param>
/// <param name="MaxShips">No goal above this is accepted.</param>
/// <param name="OpenAt">Ships available that open the doors.</param>
/// <param name="Waiting">Attendees in the waiting line.</param>
/// <param name="Outlook">"Is it going to work?" in one sentence.</param>
/// <param name="Severity">Of the outlook: <c>good</c>, <c>note</c>, <c>warning</c> or <c>bad</c>.</param>
/// <param name="Concerns">What stands behind the outlook, worst first; at most 50.</param>
internal sealed record FleetInfo(
    string Camp,
    DateTimeOffset Time,
    long Version,
    int Goal,
    string GoalRule,
    string GoalWhy,
    int MaxShips,
    int OpenAt,
    bool DoorsOpen,
    int Waiting,
    int Attendees,
    FleetCounts Ships,
    IReadOnlyList<TutorialInfo> Tutorials,
    string Severity,
    string Outlook,
    IReadOnlyList<string> Concerns)
{
    /// <summary>Null where machines have no prices.</summary>
    public CostInfo? Cost { get; init; }
}

/// <summary>Ships by state; <paramref name="Terminated"/> are those that the provider still has to take down.</summary>
internal sealed record FleetCounts(int Pending, int Booting, int Available, int Running, int Terminated);

/// <summary>A tutorial of the camp and the image that new ships get.</summary>
/// <param name="Image"><c>repository@sha256:…</c>; null while the camp's reference could not be resolved.</param>
/// <param name="Digest"><c>sha256:…</c>; null likewise.</param>
/// <param name="OnTarget">Ships that serve this digest now.</param>
internal sealed record TutorialInfo(string Name, string Title, string? Image, string? Digest, int OnTarget);

/// <summary>Body of <c>PUT fleet/goal</c>.</summary>
/// <param name="Ships">0 to the camp's <c>max_ships</c>: the goal by hand.</param>
/// <param name="Auto">True, and no number: the sessions give the goal.</param>
internal sealed record GoalRequest(int? Ships, bool? Auto = null);

/// <summary>One line of the audit log.</summary>
/// <param name="Id">Rises with each line; give it as <c>before</c> to read on.</param>
internal sealed record EventInfo(long Id, DateTimeOffset At, string Actor, string Action, string Subject, string Detail);
