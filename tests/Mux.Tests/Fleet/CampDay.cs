using Microsoft.Extensions.Time.Testing;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Tests.Fleet;

/// <summary>
/// A day of a camp in a second: the real planners, the real lifecycle and the real waiting line over a cloud whose boots take from 40 to 90 seconds. Five seconds a pass.
/// </summary>
internal sealed class CampDay
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
    private static readonly LaunchTerms Terms = new(["here"], MaxBatch: 50);

    private readonly FakeTimeProvider time = new(Given.Noon.Date);
    private readonly StoreOptions options = new(Given.Camp, "", 1);
    private readonly FleetGoals fleetGoals;
    private readonly SessionGoals goals;
    private readonly Dictionary<ShipId, DateTimeOffset> boots = [];
    private readonly Dictionary<ShipId, DateTimeOffset> busy = [];
    private readonly List<AttendeeId> seated = [];
    private int arrived;

    public CampDay(SessionGoals goals, IReadOnlyList<CampSession> sessions)
    {
        this.goals = goals;
        fleetGoals = new FleetGoals(goals.MaxBooting, goals.BootTimeout, TimeSpan.FromSeconds(30), ["intro"]);
        Fleet = Given.Fleet(0) with { Sessions = Timetable.Of(sessions) };
    }

    public FleetSnapshot Fleet { get; private set; }

    public int Available => Fleet.Count(ShipState.Available);

    public int Live => Fleet.Index.Counted;

    public int Booked { get; private set; }

    public int Ended => Booked - Live + goals.Floor;

    /// <summary>Everybody got a ship in the order of arrival.</summary>
    public bool InOrder => seated.SequenceEqual(seated.OrderBy(id => id.Value, StringComparer.Ordinal));

    public void RunUntil(DateTimeOffset moment)
    {
        while (time.GetUtcNow() < moment)
        {
            time.Advance(Step);
            Pass();
        }
    }

    public void Arrive(int people)
    {
        for (var i = 0; i < people; i++)
        {
            var id = new AttendeeId($"a-{arrived++:0000}");
            Change(draft => WaitingLine.Join(draft, new Attendee(id, id.Value, id.Value, "", null, draft.Now, null, "")));
        }
    }

    /// <summary>Kernels of some who are aboard compute until then.</summary>
    public void Work(int people, DateTimeOffset until)
    {
        foreach (var ship in Fleet.Ships.Values.Where(ship => ship.State == ShipState.Running).Take(people))
        {
            busy[ship.Id] = until;
        }
    }

    /// <summary>An organizer takes ships of people away who then do not come back.</summary>
    public void Leave(int people)
    {
        foreach (var ship in Fleet.Ships.Values.Where(ship => ship.State == ShipState.Running).Take(people).ToList())
        {
            Apply(ship.Id, new ShipEvent.Ended(TerminationCause.Released, "left"));
        }
    }

    private void Pass()
    {
        var now = time.GetUtcNow();
        var decision = SessionPlanner.Decide(Fleet, goals, now);
        Change(draft =>
        {
            draft.SetGoal(decision.Goal, GoalRule.Sessions, decision.Why);
            draft.SetDoors(decision.DoorsOpen);
        });
        foreach (var (ship, reason) in decision.Releases)
        {
            Apply(ship, new ShipEvent.Ended(TerminationCause.Released, reason));
        }

        foreach (var action in FleetPlanner.Decide(Fleet, fleetGoals, null, now).AddRange(LaunchPlanner.Decide(Fleet, Terms, now)))
        {
            Act(action, now);
        }

        foreach (var ship in Fleet.Ships.Values.Where(ship => ship.IsLive && boots.ContainsKey(ship.Id)))
        {
            Speak(ship, now);
        }
    }

    private void Act(FleetAction action, DateTimeOffset now)
    {
        switch (action)
        {
            case FleetAction.Plan plan:
                for (var i = 0; i < plan.Count; i++)
                {
                    var ship = Given.Pending($"s-{Booked++:0000}") with { CreatedAt = now, StateSince = now };
                    Change(draft => draft.Put(ship));
                }

                break;
            case FleetAction.Gather order:
                Launch(order.Ships, now);
                break;
            case FleetAction.End end:
                Apply(end.Ship, new ShipEvent.Ended(end.Cause, end.Reason));
                break;
            case FleetAction.Reclaim reclaim:
                Apply(reclaim.Ship, new ShipEvent.Reclaimed());
                break;
            case FleetAction.Probe probe:
                Apply(probe.Ship, new ShipEvent.Probed(Fleet.Ships[probe.Ship].Generation, true));
                break;
            case FleetAction.Forget forget:
                Change(draft => draft.Forget(forget.Ship));
                break;
        }
    }

    private void Launch(IEnumerable<ShipId> ships, DateTimeOffset now)
    {
        foreach (var ship in ships)
        {
            boots[ship] = now + TimeSpan.FromSeconds(40 + (boots.Count * 13 % 50));
            Apply(ship, new ShipEvent.Ordered(new BatchId("b-" + ship.Value), new EnrollmentToken("", now)));
            Apply(ship, new ShipEvent.Accepted("m-" + ship, Given.Block));
            Apply(ship, new ShipEvent.SaidHello(1, Given.Stream));
        }
    }

    private void Speak(Ship ship, DateTimeOffset now)
    {
        if (now < boots[ship.Id])
        {
            return;
        }

        var works = busy.TryGetValue(ship.Id, out var until) && now < until;
        var vitals = ShipVitals.None with { Tutorials = [new TutorialVitals("intro", 0, 0, 1, works ? 1 : 0, 2, works ? now : null)] };
        Apply(ship.Id, Given.Healthy(ship, ship.Vitals.Sequence + 1) with { Vitals = vitals });
    }

    private void Apply(ShipId ship, ShipEvent happened) => Change(draft => draft.Apply(ship, happened));

    private void Change(Action<StoreDraft> change)
    {
        var draft = new StoreDraft(Fleet, options, time.GetUtcNow());
        change(draft);
        WaitingLine.Advance(draft, options.OpenAt);
        foreach (var (attendee, _) in draft.Snapshot.Berths.Where(berth => !Fleet.Berths.ContainsKey(berth.Key)).OrderBy(berth => berth.Key.Value, StringComparer.Ordinal))
        {
            seated.Add(attendee);
        }

        Fleet = draft.Snapshot;
    }
}
