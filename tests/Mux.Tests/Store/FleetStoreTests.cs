using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Mux.Fleet;
using Mux.Store;
using Mux.Tests.Fleet;
using Xunit;

namespace Mux.Tests.Store;

public sealed class FleetStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string File => folder.At("mux.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_was_changed_is_there_after_a_restart()
    {
        await using var store = await OpenStore.AtAsync(File, openAt: 9);
        var login = new LoginSession("key", OpenStore.IdOf("ada"), Given.Noon);
        await store.ArriveAsync("ada");
        await store.PutAsync(Given.Running("a-ben"), Given.Terminated("s-3"));
        await store.ChangeAsync(draft =>
        {
            draft.SetGoal(7);
            draft.PutTarget(Given.OldTarget);
            draft.Put(login);
            draft.Put(new Rollout(new RolloutId("r-1"), "intro", Given.NewTarget.Image, "x:2", Given.OldTarget.Image, "me", Given.Noon)
            {
                Ships = ImmutableSortedDictionary<string, RolloutShip>.Empty.Add("s-3", new RolloutShip(new ShipId("s-3"), RolloutStep.Failed, "why", "log", 3, Given.Noon)),
            });
        });
        var before = store.Snapshot;
        await store.ReopenAsync();

        var after = store.Snapshot;
        Assert.Equal((7, false, Given.Camp), (after.Goal, after.DoorsOpen, after.Camp));
        Assert.Equal(Given.OldTarget, after.Targets["intro"]);
        Assert.Equal(login, after.Logins["key"]);
        Assert.Equal(before.Rollouts[new RolloutId("r-1")].Ships["s-3"], after.Rollouts[new RolloutId("r-1")].Ships["s-3"]);
        Assert.Equal(OpenStore.IdOf("ada"), after.Line.Values.Single());
        Assert.Equal(OpenStore.IdOf("ada"), after.Names["ada"]);
        Assert.Equal(new ShipId("s-2222222222"), after.Berths[new AttendeeId("a-ben")]);
        foreach (var ship in before.Ships.Values)
        {
            var again = after.Ships[ship.Id];
            Assert.Equal(Plain(ship), Plain(again));
            Assert.Equal(ship.Tutorials.Values, again.Tutorials.Values);
            Assert.Equal(ship.Targets.Values, again.Targets.Values);
            Assert.Equal((ShipLink.Unknown, default(StreamId)), (again.Vitals.Link, again.Vitals.Stream));
        }
    }

    [Fact]
    public async Task A_change_that_throws_changes_nothing_and_harms_no_other_of_its_batch()
    {
        await using var store = await OpenStore.AtAsync(File);
        using var gate = new ManualResetEventSlim();
        var holding = store.ChangeAsync(_ => gate.Wait()); // what comes now is one batch
        var good = store.ChangeAsync(draft => draft.SetGoal(5));
        var bad = store.ChangeAsync(draft => { draft.SetGoal(99); draft.Put(Given.Available()); throw new FormatException("mine"); });
        var alsoGood = store.ChangeAsync(draft => draft.PutTarget(Given.OldTarget));
        gate.Set();
        await Task.WhenAll(holding, good, alsoGood);
        await Assert.ThrowsAsync<FormatException>(() => bad);
        await store.ReopenAsync();
        Assert.Equal((5, 0, 1), (store.Snapshot.Goal, store.Snapshot.Ships.Count, store.Snapshot.Targets.Count));
    }

    // Found: one change that broke a rule of the schema took the whole batch, up to 255 others', down with it.
    [Fact]
    public async Task A_change_that_the_schema_refuses_fails_alone()
    {
        await using var store = await OpenStore.AtAsync(File, openAt: 9);
        await store.ArriveAsync("ada");
        using var gate = new ManualResetEventSlim();
        var holding = store.ChangeAsync(_ => gate.Wait());
        var good = store.ChangeAsync(draft => draft.SetGoal(5));
        var twin = store.ChangeAsync(draft => draft.Put(OpenStore.Somebody("ada") with { Id = new AttendeeId("a-twin") }));
        var alsoGood = store.ArriveAsync("ben");
        gate.Set();
        await Task.WhenAll(holding, good, alsoGood);
        Assert.True((await Assert.ThrowsAsync<StoreUnavailableException>(() => twin)).IsConflict);
        Assert.Equal((5, 2), (store.Snapshot.Goal, store.Snapshot.Attendees.Count));
        Assert.Equal(OpenStore.IdOf("ada"), store.Snapshot.Names["ada"]);
    }

    [Fact]
    public async Task Of_many_who_come_at_once_each_gets_a_ship_of_their_own_in_order_of_arrival()
    {
        await using var store = await OpenStore.AtAsync(File);
        var ships = Enumerable.Range(0, 40).Select(i => Given.Available($"s-{i:00}")).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => store.ArriveAsync($"p{i:000}")).Concat(ships.Select(ship => store.PutAsync(ship))));

        var snapshot = store.Snapshot;
        Assert.Equal((40, 60), (snapshot.Berths.Count, snapshot.Line.Count));
        Assert.Equal(40, snapshot.Berths.Values.Distinct().Count());
        Assert.All(snapshot.Berths, berth => Assert.Equal(berth.Key, snapshot.Ships[berth.Value].Attendee));
        Assert.Equal(Enumerable.Range(40, 60).Select(i => OpenStore.IdOf($"p{i:000}")), snapshot.Line.Values);
        Assert.Equal([1, 60], new[] { snapshot.PositionOf(OpenStore.IdOf("p040")), snapshot.PositionOf(OpenStore.IdOf("p099")) });
        Assert.All(snapshot.Berths, berth => Assert.Equal(snapshot.Attendees[berth.Key].Home, snapshot.Ships[berth.Value].Home));
    }

    [Fact]
    public async Task Whoever_loses_a_ship_is_first_in_line_and_keeps_the_files()
    {
        await using var store = await OpenStore.AtAsync(File);
        await store.ArriveAsync("ada");
        await store.PutAsync(Given.Available("s-1"));
        await store.ArriveAsync("ben");
        var home = store.Snapshot.Attendees[OpenStore.IdOf("ada")].Home;
        await store.ApplyAsync(new ShipId("s-1"), new ShipEvent.Ended(TerminationCause.Failed, "the machine is gone"));
        Assert.Equal([OpenStore.IdOf("ada"), OpenStore.IdOf("ben")], store.Snapshot.Line.Values);
        Assert.Contains("the machine is gone", store.Snapshot.Attendees[OpenStore.IdOf("ada")].Notice, StringComparison.Ordinal);
        await store.ReopenAsync();
        await store.PutAsync(Given.Available("s-2"));
        var ship = store.Snapshot.ShipOf(OpenStore.IdOf("ada"))!;
        Assert.Equal((new ShipId("s-2"), home, 2ul), (ship.Id, ship.Home, ship.Generation));
        Assert.Equal([OpenStore.IdOf("ben")], store.Snapshot.Line.Values);
    }

    [Fact]
    public async Task The_doors_open_when_enough_ships_are_available_and_stay_open()
    {
        await using var store = await OpenStore.AtAsync(File, openAt: 2);
        await store.ArriveAsync("ada");
        await store.PutAsync(Given.Available("s-1"));
        Assert.False(store.Snapshot.DoorsOpen);
        Assert.Null(store.Snapshot.ShipOf(OpenStore.IdOf("ada")));
        await store.PutAsync(Given.Available("s-2"));
        Assert.NotNull(store.Snapshot.ShipOf(OpenStore.IdOf("ada")));
        await store.ApplyAsync(new ShipId("s-2"), new ShipEvent.Ended(TerminationCause.Failed, ""));
        await store.ApplyAsync(new ShipId("s-1"), new ShipEvent.Ended(TerminationCause.Failed, ""));
        await store.ReopenAsync();
        Assert.True(store.Snapshot.DoorsOpen);
    }

    [Theory]
    [InlineData(true, nameof(ShipLink.Connected))]
    [InlineData(false, nameof(ShipLink.Suspect))]
    [InlineData(false, nameof(ShipLink.Unknown))]
    public async Task Nobody_gets_a_ship_that_is_quarantined_or_out_of_sight(bool quarantined, string link)
    {
        await using var store = await OpenStore.AtAsync(File, openAt: 0);
        var ship = Given.Available();
        await store.PutAsync(ship with { Quarantined = quarantined, Vitals = ship.Vitals with { Link = Enum.Parse<ShipLink>(link) } });
        await store.ArriveAsync("ada");
        Assert.Empty(store.Snapshot.Berths);
    }

    // F2
    [Fact]
    public async Task While_the_database_is_locked_nothing_is_acknowledged_and_afterwards_all_is_well()
    {
        await using var store = await OpenStore.AtAsync(File);
        await store.ChangeAsync(draft => draft.SetGoal(3));
        var before = store.Snapshot;
        await using (var other = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await ExecuteAsync(other, "BEGIN EXCLUSIVE");
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ChangeAsync(draft => draft.SetGoal(4)));
            Assert.Same(before, store.Snapshot);
            await ExecuteAsync(other, "ROLLBACK");
        }

        await store.ChangeAsync(draft => draft.SetGoal(5));
        await store.ReopenAsync();
        Assert.Equal(5, store.Snapshot.Goal);
    }

    [Fact]
    public async Task A_table_that_is_gone_fails_the_change_and_not_the_writer()
    {
        await using var store = await OpenStore.AtAsync(File);
        await using var other = new SqliteConnection($"Data Source={File};Pooling=False");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync(other, "ALTER TABLE settings RENAME TO away");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ChangeAsync(draft => draft.SetGoal(4)));
        await ExecuteAsync(other, "ALTER TABLE away RENAME TO settings");
        await store.ChangeAsync(draft => draft.SetGoal(5));
        Assert.Equal(5, store.Snapshot.Goal);
    }

    [Fact]
    public async Task Facts_of_the_moment_move_the_snapshot_but_not_the_file()
    {
        await using var store = await OpenStore.AtAsync(File);
        await store.PutAsync(Given.Available());
        var version = store.Snapshot.Version;
        var waiting = store.Store.WaitForChangeAsync(version, TestContext.Current.CancellationToken);
        await store.ApplyAsync(new ShipId("s-2222222222"), new ShipEvent.StreamLost(Given.Stream));
        Assert.Equal(ShipLink.Suspect, (await waiting).Ships[new ShipId("s-2222222222")].Vitals.Link);
    }

    [Fact]
    public async Task A_refused_event_does_not_wake_anybody()
    {
        await using var store = await OpenStore.AtAsync(File);
        await store.PutAsync(Given.Terminated());
        var before = store.Snapshot;
        Assert.False((await store.ApplyAsync(new ShipId("s-2222222222"), new ShipEvent.StreamLost(new StreamId(9)))).Taken);
        Assert.False((await store.ApplyAsync(new ShipId("s-none"), new ShipEvent.Reclaimed())).Taken);
        Assert.Same(before, store.Snapshot);
    }

    // Found: a server that took all of the time for the end made the store's own end an error, though nothing was lost.
    [Fact]
    public async Task When_the_time_for_the_end_is_over_what_was_asked_for_is_written_all_the_same()
    {
        await using var store = await OpenStore.AtAsync(File);
        using var gate = new ManualResetEventSlim();
        var held = store.ChangeAsync(draft =>
        {
            gate.Wait(TestContext.Current.CancellationToken);
            draft.SetGoal(7);
        });
        await store.Store.StopAsync(new CancellationToken(canceled: true));
        Assert.False(held.IsCompleted);
        gate.Set();
        await held;
        await store.ReopenAsync();
        Assert.Equal(7, store.Snapshot.Goal);
    }

    [Fact]
    public async Task Nothing_that_opens_a_door_is_logged_and_the_files_are_their_owners_alone()
    {
        await using var store = await OpenStore.AtAsync(File);
        await store.PutAsync(Given.Available());
        await store.ArriveAsync("ada");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ChangeAsync(draft => draft.Put(OpenStore.Somebody("ada") with { Id = new AttendeeId("a-twin") })));
        Assert.NotEmpty(store.Logs.Lines);
        Assert.DoesNotContain(store.Logs.Lines, line => line.Contains("canary", StringComparison.Ordinal));
        Assert.All(Directory.GetFiles(folder.Path), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(file)));
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static Ship Plain(Ship ship) => ship with { Vitals = ShipVitals.None, Tutorials = ImmutableSortedDictionary<string, TutorialStatus>.Empty, Targets = ImmutableSortedDictionary<string, TutorialTarget>.Empty };
}
