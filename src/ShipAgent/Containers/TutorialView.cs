namespace ShipAgent.Containers;

/// <summary>A container of this ship as the engine lists it.</summary>
/// <param name="Id">The engine's id.</param>
/// <param name="Tutorial">Name of its tutorial.</param>
/// <param name="SpecHash">Hash of the spec that it was made from.</param>
/// <param name="Promoted">It has passed its checks: it serves, or has served. The mark is its name, so that it outlives the agent.</param>
/// <param name="Running">The engine says so.</param>
/// <param name="Born">When it was made, Unix milliseconds.</param>
/// <param name="Place">Its address on the camp's network, or its port of the machine; empty when it has none.</param>
/// <param name="FrameHash">Hash of its spec without the image; empty on containers of earlier agents.</param>
internal sealed record ContainerFact(string Id, string Tutorial, string SpecHash, bool Promoted, bool Running, long Born, string Place, string FrameHash = "");

/// <summary>Why the last launch did not come to serve.</summary>
/// <param name="Hash">Of the spec that failed.</param>
/// <param name="Generation">At which it was tried.</param>
/// <param name="Attempts">How often in a row.</param>
/// <param name="At">When the last one ended.</param>
/// <param name="IsOutage">The engine was away: that says nothing about the image.</param>
/// <param name="Reason">One line.</param>
/// <param name="ExitCode">Of the container; 0 when it never ended.</param>
/// <param name="LogTail">Its last lines, sanitized.</param>
internal sealed record LaunchFailure(string Hash, ulong Generation, int Attempts, DateTimeOffset At, bool IsOutage,
    string Reason, int ExitCode, string LogTail);

/// <summary>Repairs of the serving container that have not yet led to a lasting health.</summary>
internal sealed record RepairTally(int InARow, DateTimeOffset LastAt)
{
    public static readonly RepairTally None = new(0, DateTimeOffset.MinValue);
}

/// <summary>When the serving container last changed, and whether the mux has been told.</summary>
internal sealed record SwitchFact(DateTimeOffset At, bool Reported);

/// <summary>All that a decision about one tutorial may look at.</summary>
/// <param name="Wanted">Null: the tutorial shall not be on this ship.</param>
/// <param name="Containers">Every container of the tutorial, whatever its state, but none that is being removed already.</param>
/// <param name="LaunchingHash">Spec of the launch that is under way, or null.</param>
/// <param name="Repairing">A repair of the serving container is under way.</param>
/// <param name="Failure">The last launch's failure, or null.</param>
/// <param name="Repairs">Repairs so far.</param>
/// <param name="Misses">How often in a row the serving Jupyter has not answered.</param>
/// <param name="Switch">The last change of the serving container by this agent, or null.</param>
internal sealed record TutorialView(WantedTutorial? Wanted, IReadOnlyList<ContainerFact> Containers, string? LaunchingHash, bool Repairing,
    LaunchFailure? Failure, RepairTally Repairs, int Misses, SwitchFact? Switch)
{
    /// <summary>The container that serves: of the promoted ones the youngest.</summary>
    public ContainerFact? Serving => Containers.Where(container => container.Promoted).MaxBy(container => container.Born);
}

/// <summary>What shall be done about a tutorial now.</summary>
internal abstract record TutorialAction;

/// <summary>Start a container; First: nothing serves beside it, so its content is delivered before the notebook has a session. AllowLocalImage: an author tries a tag. Beside: the container that serves and differs in the image alone.</summary>
internal sealed record Launch(WantedTutorial Wanted, bool First, bool AllowLocalImage = false, string? Beside = null) : TutorialAction;

/// <summary>The launch under way is of a spec that nobody wants any more.</summary>
internal sealed record CancelLaunch : TutorialAction;

/// <summary>Start the serving container again and warm it.</summary>
internal sealed record Repair(string ContainerId, string Reason) : TutorialAction;

/// <summary>Stop and remove a container. Never its volumes.</summary>
internal sealed record Retire(string ContainerId) : TutorialAction;
