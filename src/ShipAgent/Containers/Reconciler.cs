using System.Collections.Concurrent;
using Contracts.Control;
using ShipAgent.Facts;
using ShipAgent.Settings;

namespace ShipAgent.Containers;

/// <summary>
/// One pass makes what is there a step more like what is wanted: it takes in what finished, looks, decides per tutorial, starts
/// work, and publishes. Every pass computes everything anew; a lost event costs a poll's time, nothing else.
/// </summary>
internal sealed class Reconciler(SpecStore specs, ContainerStarter starter, SlotWorker worker, ImageShelf shelf, Supervisor supervisor,
    ShipFacts facts, ShipBoard board, TimeProvider time)
{
    private static readonly TimeSpan LazyList = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EagerList = TimeSpan.FromSeconds(2);

    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly Dictionary<string, TutorialSlot> _slots = [];
    private readonly DateTimeOffset _born = time.GetUtcNow();
    private DateTimeOffset _nextList = DateTimeOffset.MinValue;
    private string _dockerTrouble = "";

    public Bell Wake { get; } = new();

    /// <summary>The engine's events come in: its list need not be read often.</summary>
    public bool EventsFlow { get; set; }

    /// <summary>Something happened at the engine: look again now.</summary>
    public void LookAgain() => Post(() => _nextList = DateTimeOffset.MinValue);

    public async Task PassAsync(CancellationToken cancellationToken)
    {
        while (_posted.TryDequeue(out var finished))
            finished();
        var seen = await LookAsync(cancellationToken);
        TakeSpec(cancellationToken);
        await supervisor.ProbeAsync(_slots.Values, cancellationToken);
        // Decisions need facts: with a list that may be wrong, everything stays as it is.
        if (seen && specs.Current is not null)
            Act(cancellationToken);
        Publish();
    }

    /// <summary>The tutorial's serving container and its last failure; null when the ship has no such tutorial.</summary>
    public Task<TutorialTrace?> FindAsync(string tutorial, CancellationToken cancellationToken)
    {
        var found = new TaskCompletionSource<TutorialTrace?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => found.TrySetResult(_slots.TryGetValue(tutorial, out var slot) ? new TutorialTrace(slot.View.Serving?.Id, slot.Serving?.Home ?? "", slot.Failure) : null));
        return found.Task.WaitAsync(cancellationToken);
    }

    private void Post(Action action)
    {
        _posted.Enqueue(action);
        Wake.Ring();
    }

    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < _nextList)
            return _dockerTrouble.Length == 0;
        _nextList = now + (EventsFlow ? LazyList : EagerList);
        var listed = await starter.ListAsync(cancellationToken);
        _dockerTrouble = listed.Error?.Message ?? "";
        if (listed.Value is not { } containers)
            return false;
        var byTutorial = containers.ToLookup(container => container.Tutorial);
        foreach (var group in byTutorial)
            _slots.TryAdd(group.Key, new TutorialSlot(group.Key, _born));
        foreach (var slot in _slots.Values)
            SlotOutcomes.TakeList(slot, [.. byTutorial[slot.Name]]);
        return true;
    }

    private void TakeSpec(CancellationToken cancellationToken)
    {
        if (specs.Current is not { } spec)
            return;
        shelf.Want(spec, Post, cancellationToken);
        var wanted = spec.Tutorials.DistinctBy(tutorial => tutorial.Name).ToDictionary(tutorial => tutorial.Name);
        foreach (var name in wanted.Keys)
            _slots.TryAdd(name, new TutorialSlot(name, _born));
        foreach (var slot in _slots.Values)
            slot.Wanted = wanted.TryGetValue(slot.Name, out var tutorial) ? WantedTutorial.From(tutorial, spec.Generation) : null;
        foreach (var gone in _slots.Values.Where(slot => slot.IsEmpty).ToArray())
            _slots.Remove(gone.Name);
    }

    private void Act(CancellationToken cancellationToken)
    {
        foreach (var slot in _slots.Values)
        {
            NoteSwitch(slot);
            foreach (var action in TutorialPlanner.Plan(slot.View, time.GetUtcNow()))
                worker.Start(slot, action, Finish, cancellationToken);
        }
    }

    private void NoteSwitch(TutorialSlot slot)
    {
        if (!slot.Switch.Reported && slot.SwitchVersion is { } version && board.SentVersion >= version)
            slot.Switch = new SwitchFact(time.GetUtcNow(), Reported: true);
    }

    private void Finish(Action action) => Post(() =>
    {
        action();
        // What was listed before the work ended is no longer true.
        _nextList = DateTimeOffset.MinValue;
    });

    private void Publish()
    {
        facts.Watch([.. _slots.Values.Select(slot => slot.Serving?.Id).OfType<string>()]);
        var report = new Report { Generation = specs.Current?.Generation ?? 0, Trouble = _dockerTrouble };
        report.Tutorials.AddRange(_slots.Values.OrderBy(slot => slot.Name, StringComparer.Ordinal).Select(TutorialStatus.Describe));
        report.Images.AddRange(shelf.Describe());
        var version = board.Publish(report);
        foreach (var slot in _slots.Values.Where(slot => slot.Switch is { Reported: false }))
            slot.SwitchVersion ??= version;
    }
}

/// <summary>Where a tutorial's output and files are to be found; the home is empty while nothing serves.</summary>
internal sealed record TutorialTrace(string? ServingId, string Home, LaunchFailure? Failure);
