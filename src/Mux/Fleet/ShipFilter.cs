namespace Mux.Fleet;

/// <summary>Which ships are meant, on a page, in the API or on the command line. What is empty does not narrow.</summary>
/// <param name="Text">Part of an id, a name, a reason, or the beginning of a digest.</param>
/// <param name="State">One of <see cref="States"/>; empty: all that live.</param>
/// <param name="Tutorial">With <paramref name="Phase"/>: how this tutorial stands there.</param>
/// <param name="Phase">One of <see cref="Phases"/>.</param>
/// <param name="Session">Those that were made for this session.</param>
internal sealed record ShipFilter(string Text = "", string State = "", string Tutorial = "", string Phase = "", string Session = "")
{
    public const string Failed = "failed";
    public const string Silent = "silent";
    public const string Quarantined = "quarantined";

    /// <summary>The five states, and what cuts across them.</summary>
    public static readonly IReadOnlyList<string> States = [.. Enum.GetValues<ShipState>().Select(Word), Failed, Silent, Quarantined];

    /// <summary>It serves what it shall; it is being fetched or started; it failed; it serves another image than it shall.</summary>
    public static readonly IReadOnlyList<string> Phases = ["ready", "coming", "failed", "behind"];

    public bool IsNarrow => Text.Length + State.Length + Tutorial.Length + Phase.Length + Session.Length > 0;

    public static string Word(ShipState state) => state.ToString().ToLowerInvariant();

    public static bool IsIn(Ship ship, string state, DateTimeOffset now) => state switch
    {
        "" => ship.IsLive,
        Failed => ShipWords.HasFailed(ship),
        Silent => ship.IsLive && ShipWords.IsSilent(ship, now),
        Quarantined => ship is { IsLive: true, Quarantined: true },
        _ => Word(ship.State) == state,
    };

    public IEnumerable<Ship> Of(FleetSnapshot snapshot, DateTimeOffset now) => snapshot.ShipList.Where(ship =>
        IsIn(ship, State, now)
        && (Session.Length == 0 || snapshot.Sessions.MadeFor(ship.CreatedAt)?.Name == Session)
        && FitsTutorial(ship)
        && FitsText(ship, snapshot));

    private bool FitsTutorial(Ship ship) => (Tutorial.Length == 0 && Phase.Length == 0)
        || ship.Targets.Values.Any(target => (Tutorial.Length == 0 || target.Tutorial == Tutorial) && (Phase.Length == 0 || PhaseOf(ship, target) == Phase || (Phase == "behind" && IsBehind(ship, target))));

    private static string PhaseOf(Ship ship, TutorialTarget target) => ship.Tutorials.GetValueOrDefault(target.Tutorial) switch
    {
        { Phase: TutorialPhase.Failed or TutorialPhase.Unhealthy } => "failed",
        { Phase: TutorialPhase.Healthy } status when status.RunningDigest == target.Digest => "ready",
        _ => "coming",
    };

    private static bool IsBehind(Ship ship, TutorialTarget target) => ship.Tutorials.GetValueOrDefault(target.Tutorial)?.RunningDigest is { Length: > 0 } running && running != target.Digest;

    private bool FitsText(Ship ship, FleetSnapshot snapshot) => Text.Length == 0
        || Holds(ship.Id.Value)
        || Holds(ShipWords.NameOf(ship, snapshot))
        || Holds(ShipWords.ReasonOf(ship))
        || ship.Targets.Values.Any(target => Holds(target.Tutorial) || ship.Tutorials.GetValueOrDefault(target.Tutorial)?.RunningDigest.StartsWith("sha256:" + Text, StringComparison.OrdinalIgnoreCase) == true);

    private bool Holds(string where) => where.Contains(Text, StringComparison.OrdinalIgnoreCase);
}
