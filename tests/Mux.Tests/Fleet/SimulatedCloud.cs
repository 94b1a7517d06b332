using System.Collections.Immutable;
using Mux.Fleet;

namespace Mux.Tests.Fleet;

/// <summary>A cloud, its ships' agents and the controller's loop in one thread: two seconds a pass, a boot takes five passes.</summary>
internal sealed class SimulatedCloud(FleetGoals goals)
{
    private static readonly LaunchTerms Terms = new(["here"], MaxBatch: 5);

    private readonly Dictionary<ShipId, int> age = [];
    private DateTimeOffset now = Given.Noon;
    private int made;
    private int batches;

    public FleetSnapshot Fleet { get; private set; } = Given.Fleet(0);

    public IReadOnlySet<ShipId> Machines => age.Keys.ToHashSet();

    public int MostBooting { get; private set; }

    /// <summary>False: no agent speaks; their containers go on.</summary>
    public bool Agents { get; set; } = true;

    public void Run(int goal, int passes = 150)
    {
        Fleet = Fleet with { Goal = goal };
        for (var i = 0; i < passes; i++)
        {
            now += TimeSpan.FromSeconds(2);
            foreach (var action in FleetPlanner.Decide(Fleet, goals, Machines, now).AddRange(LaunchPlanner.Decide(Fleet, Terms, now)))
            {
                Act(action);
            }

            MostBooting = Math.Max(MostBooting, Fleet.Count(ShipState.Pending) + Fleet.Count(ShipState.Booting));
            foreach (var ship in age.Keys.ToList())
            {
                Speak(ship, ++age[ship]);
            }
        }
    }

    public void RestartMux() => Fleet = Fleet with { Ships = Fleet.Ships.ToImmutableDictionary(pair => pair.Key, pair => pair.Value with { Vitals = ShipVitals.None with { LinkSince = now } }) };

    private void Act(FleetAction action)
    {
        switch (action)
        {
            case FleetAction.Plan plan:
                for (var i = 0; i < plan.Count; i++)
                {
                    Put(Given.Pending($"s-{made++}") with { CreatedAt = now, StateSince = now });
                }

                break;
            case FleetAction.Gather order:
                Gather(new LaunchBatch(new BatchId($"b-{batches++}"), order.Ships, order.Placement, "", now));
                break;
            case FleetAction.Launch launch:
                Launch(Fleet.Batches[launch.Batch]);
                break;
            case FleetAction.End end:
                Apply(end.Ship, new ShipEvent.Ended(end.Cause, end.Reason));
                break;
            case FleetAction.Reclaim reclaim:
                age.Remove(reclaim.Ship);
                Apply(reclaim.Ship, new ShipEvent.Reclaimed());
                break;
            case FleetAction.Probe probe:
                Apply(probe.Ship, new ShipEvent.Probed(Fleet.Ships[probe.Ship].Generation, age.GetValueOrDefault(probe.Ship) > 5));
                break;
            case FleetAction.Forget forget:
                Fleet = Fleet with { Ships = Fleet.Ships.Remove(forget.Ship) };
                break;
        }
    }

    private void Gather(LaunchBatch batch)
    {
        Fleet = Fleet with { Batches = Fleet.Batches.Add(batch.Id, batch) };
        foreach (var ship in batch.Ships)
        {
            Apply(ship, new ShipEvent.Ordered(batch.Id, new EnrollmentToken("", now)));
        }
    }

    private void Launch(LaunchBatch batch)
    {
        Fleet = Fleet with { Batches = Fleet.Batches.Remove(batch.Id) };
        foreach (var ship in batch.Ships)
        {
            age[ship] = 0;
            Apply(ship, new ShipEvent.Accepted("m-" + ship, Given.Block));
        }
    }

    private void Speak(ShipId id, int passes)
    {
        if (!Agents)
        {
            return;
        }

        if (passes == 1)
        {
            Apply(id, new ShipEvent.SaidHello(1, Given.Stream));
        }
        else if (passes > 5)
        {
            Apply(id, Given.Healthy(Fleet.Ships[id], (ulong)passes));
        }
    }

    private void Apply(ShipId id, ShipEvent happened) => Put(ShipLifecycle.Apply(Fleet.Ships[id], happened, Given.Camp, now).Next);

    private void Put(Ship ship) => Fleet = Fleet with { Ships = Fleet.Ships.SetItem(ship.Id, ship) };
}
