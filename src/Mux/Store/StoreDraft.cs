using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Mux.Fleet;

namespace Mux.Store;

/// <summary>One row to be written in the transaction that makes a change durable.</summary>
internal readonly record struct RowWrite(string Sql, object Row);

/// <summary>One line of the audit log: who did what to what.</summary>
internal sealed record AuditEntry(string Actor, string Action, string Subject, string Detail);

/// <summary>
/// A change in the making: the next snapshot and the rows that make it durable. Only the store's writer hands one out, one at a time.
/// </summary>
internal sealed partial class StoreDraft(FleetSnapshot start, StoreOptions options, DateTimeOffset now)
{
    public FleetSnapshot Snapshot { get; private set; } = start;

    public DateTimeOffset Now { get; } = now;

    public string Camp { get; } = options.Camp;

    public List<RowWrite> Rows { get; } = [];

    /// <summary>Applies the event through the lifecycle; a refused one changes nothing.</summary>
    public Transition Apply(ShipId id, ShipEvent happened)
    {
        if (!Snapshot.Ships.TryGetValue(id, out var ship))
        {
            return new Transition(new Ship(id, default, Now), "no such ship", false);
        }

        var transition = ShipLifecycle.Apply(ship, happened, Camp, Now);
        if (transition.Taken)
        {
            Put(transition.Next, transition.Durable);
        }

        return transition;
    }

    public void Put(Ship ship, bool durable = true)
    {
        var before = Snapshot.Ships.GetValueOrDefault(ship.Id);
        Snapshot = Snapshot.With(ship);
        if (durable)
        {
            Rows.Add(StoreRows.Upsert(ship));
        }

        if (before?.FirstAvailableAt is null && ship.FirstAvailableAt is { } up)
        {
            Snapshot = Snapshot with { Boots = Snapshot.Boots.With(up - ship.CreatedAt) };
            Rows.Add(StoreRows.Setting(StoreRows.BootsKey, Snapshot.Boots.ToString()));
        }

        if (ship.Attendee is { } attendee && before is { IsLive: true } && !ship.IsLive)
        {
            Snapshot = Snapshot.WithoutBerth(attendee);
            AfterShip(attendee, ship);
        }
        else if (ship.Attendee is { } holder && ship.IsLive && before?.Attendee is null)
        {
            Snapshot = Snapshot.WithBerth(holder, ship.Id);
        }
    }

    public void Forget(ShipId id)
    {
        if (Snapshot.Ships.GetValueOrDefault(id) is { MachineType: { Length: > 0 } type } ship)
        {
            var hours = Snapshot.MachineHours.GetValueOrDefault(type) + FleetCost.Hours(ship, Now);
            Snapshot = Snapshot with { MachineHours = Snapshot.MachineHours.SetItem(type, hours) };
            Rows.Add(StoreRows.Setting(StoreRows.HoursPrefix + type, hours.ToString("R", CultureInfo.InvariantCulture)));
        }

        Snapshot = Snapshot.Without(id);
        Rows.Add(StoreRows.DeleteShip(id));
    }

    public void Put(Attendee attendee)
    {
        Snapshot = Snapshot.With(attendee);
        Rows.Add(StoreRows.Upsert(attendee));
    }

    public void Put(LoginSession login)
    {
        Snapshot = Snapshot.With(login);
        Rows.Add(StoreRows.Upsert(login));
    }

    public void RemoveLogin(string key)
    {
        Snapshot = Snapshot.WithoutLogin(key);
        Rows.Add(StoreRows.DeleteLogin(key));
    }

    public void Put(Rollout rollout)
    {
        Snapshot = Snapshot with { Rollouts = Snapshot.Rollouts.SetItem(rollout.Id, rollout) };
        Rows.Add(StoreRows.Upsert(rollout));
    }

    public void PutTarget(TutorialTarget target)
    {
        Snapshot = Snapshot with { Targets = Snapshot.Targets.SetItem(target.Tutorial, target) };
        Rows.Add(StoreRows.Setting(StoreRows.TargetPrefix + target.Tutorial, target.Image));
    }

    public void RemoveTarget(string tutorial)
    {
        Snapshot = Snapshot with { Targets = Snapshot.Targets.Remove(tutorial) };
        Rows.Add(StoreRows.DeleteSetting(StoreRows.TargetPrefix + tutorial));
    }

    /// <summary>The organizer's own number, which counts until the sessions are followed again.</summary>
    public void SetGoal(int ships) => SetGoal(ships, GoalRule.Hand, "by hand");

    /// <param name="why">Where the number comes from, for people.</param>
    public void SetGoal(int ships, GoalRule rule, string why)
    {
        if ((rule, why) != (Snapshot.GoalRule, Snapshot.GoalWhy))
        {
            Rows.Add(StoreRows.Setting(StoreRows.GoalRuleKey, rule.ToString()));
            Rows.Add(StoreRows.Setting(StoreRows.GoalWhyKey, why));
        }

        Snapshot = Snapshot with { Goal = ships, GoalRule = rule, GoalWhy = why };
        Rows.Add(StoreRows.Setting(StoreRows.GoalKey, ships.ToString(CultureInfo.InvariantCulture)));
    }

    public void SetDoors(bool open)
    {
        Snapshot = Snapshot with { DoorsOpen = open };
        Rows.Add(open ? StoreRows.Setting(StoreRows.DoorsKey, "open") : StoreRows.DeleteSetting(StoreRows.DoorsKey));
    }

    /// <param name="order">Null: the doors' rule counts again.</param>
    public void OrderDoors(DoorsOrder? order)
    {
        Snapshot = Snapshot with { DoorsOrder = order };
        Rows.Add(order is null ? StoreRows.DeleteSetting(StoreRows.DoorsOrderKey) : StoreRows.Setting(StoreRows.DoorsOrderKey, JsonSerializer.Serialize(order, StoreJson.Options)));
    }

    public void Put(CampSession session)
    {
        Snapshot = Snapshot with { Sessions = Snapshot.Sessions.With(session) };
        Rows.Add(StoreRows.Upsert(session));
    }

    public void RemoveSession(string name)
    {
        Snapshot = Snapshot with { Sessions = Snapshot.Sessions.Without(name) };
        Rows.Add(StoreRows.DeleteSession(name));
    }

    /// <param name="text">The session as it stands in <c>camp.yaml</c>; null when it no longer does.</param>
    public void Declare(string session, string? text)
    {
        Snapshot = Snapshot with { Declared = text is null ? Snapshot.Declared.Remove(session) : Snapshot.Declared.SetItem(session, text) };
        Rows.Add(text is null ? StoreRows.DeleteSetting(StoreRows.DeclaredPrefix + session) : StoreRows.Setting(StoreRows.DeclaredPrefix + session, text));
    }

    /// <summary>Stored before the provider is called; a repeat of the same token keeps the first.</summary>
    public void Intend(ProviderIntent intent) => Rows.Add(StoreRows.Intent(intent, Now));

    /// <summary>The order is durable before the provider hears of it.</summary>
    public void Put(LaunchBatch batch)
    {
        Snapshot = Snapshot with { Batches = Snapshot.Batches.SetItem(batch.Id, batch) };
        Rows.Add(StoreRows.Intent(batch, Now));
    }

    /// <summary>It is not known what came of the order.</summary>
    public void PutOff(LaunchBatch batch, string why)
    {
        if (Snapshot.Batches.TryGetValue(batch.Id, out var open))
        {
            Snapshot = Snapshot with { Batches = Snapshot.Batches.SetItem(batch.Id, open.Unanswered(why, Now)) };
        }
    }

    public void Conclude(LaunchBatch batch, string outcome)
    {
        Snapshot = Snapshot with { Batches = Snapshot.Batches.Remove(batch.Id) };
        Conclude(batch.Id.Value, outcome);
    }

    /// <summary>What launches have met: not kept over a restart.</summary>
    public void Put(LaunchBoard board) => Snapshot = Snapshot with { Board = board };

    /// <summary>Nothing that launches have met counts any more.</summary>
    public void RetryLaunches() => Snapshot = Snapshot with
    {
        Board = LaunchBoard.Clear,
        Batches = Snapshot.Batches.ToImmutableDictionary(pair => pair.Key, pair => pair.Value with { AskAgainAt = Now }),
    };

    /// <summary>What the provider lists. Not kept over a restart.</summary>
    public void See(MachineLook look) => Snapshot = Snapshot with { Look = look, LookTrouble = "" };

    /// <summary>The provider cannot be asked: what it listed before counts no more.</summary>
    public void SeeNothing(string why) => Snapshot = Snapshot with { Look = null, LookTrouble = why };

    /// <summary>How the camp's CA stands. Not kept over a restart.</summary>
    public void See(AuthorityFacts authority) => Snapshot = Snapshot with { Authority = authority };

    /// <summary>The root of this fingerprint shall sign no more.</summary>
    public void LeaveAuthority(string fingerprint)
    {
        Snapshot = Snapshot with { AuthorityToLeave = fingerprint };
        Rows.Add(StoreRows.Setting(StoreRows.AuthorityKey, fingerprint));
    }

    public void Conclude(string token, string outcome) => Rows.Add(StoreRows.Outcome(token, outcome, Now));

    public void Audit(AuditEntry entry) => Rows.Add(StoreRows.Insert(entry, Now));
}
