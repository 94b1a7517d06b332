using Microsoft.Extensions.Time.Testing;
using Mux.Fleet;
using Mux.Store;
using Mux.Tests.Fleet;
using Xunit;

namespace Mux.Tests.Store;

public sealed class SessionStoreTests : IDisposable
{
    // The clock of OpenStore stands here.
    private static readonly DateTimeOffset Now = new FakeTimeProvider().GetUtcNow();
    private static readonly CampSession Morning = new("morning", Now.AddHours(-1), Now.AddHours(2)) { Seats = 9, Spare = 1, Zone = "Europe/Berlin", Doors = DoorsRule.Hand, WarmBy = Now.AddHours(-2), Reserved = 2, ReservedUntil = Now.AddMinutes(5), Breaks = new EquatableList<SessionBreak>([new(Now.AddMinutes(30), Now.AddMinutes(45)), new(Now.AddMinutes(60), Now.AddMinutes(70))]) };

    private readonly TemporaryFolder folder = new();

    private string File => Path.Combine(folder.Path, "mux.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Sessions_goal_doors_boots_and_the_line_survive_a_restart()
    {
        await using var store = await OpenStore.AtAsync(File, openAt: 9);
        await store.ChangeAsync(draft =>
        {
            draft.Put(Morning);
            draft.Put(Morning with { Name = "gone" });
            draft.RemoveSession("gone");
            draft.Declare("morning", "as written");
            draft.SetGoal(12, GoalRule.Sessions, "session morning");
            draft.OrderDoors(new DoorsOrder(false, Now));
        });
        await store.PutAsync(Given.Available() with { FirstAvailableAt = Given.Noon.AddSeconds(40) });
        await store.ChangeAsync(draft => WaitingLine.Join(draft, OpenStore.Somebody("ada") with { Origin = AttendeeOrigin.Roster }));
        await store.ArriveAsync("ben");
        await store.ReopenAsync();
        var after = store.Snapshot;
        Assert.Equal(Morning, Assert.Single(after.Sessions.Sessions));
        Assert.Equal((12, GoalRule.Sessions, "session morning", "as written"), (after.Goal, after.GoalRule, after.GoalWhy, after.Declared["morning"]));
        Assert.Equal((new DoorsOrder(false, Now), TimeSpan.FromSeconds(40)), (after.DoorsOrder, after.Boots.Median));
        Assert.Equal((2, 1, 1), (after.Line.Count, after.Line.ReservedCount, after.PositionOf(OpenStore.IdOf("ada"))));
    }

    [Fact]
    public async Task The_last_ships_are_for_those_whose_seats_are_reserved_and_all_others_keep_their_order()
    {
        await using var store = await OpenStore.AtAsync(File);
        await store.ChangeAsync(draft => { draft.Put(Morning); draft.SetDoors(true); });
        await store.ArriveAsync("walker");
        await store.ArriveAsync("second");
        await store.PutAsync(Given.Available("s-1"), Given.Available("s-2"));
        Assert.Empty(store.Snapshot.Berths); // two seats are kept, and two ships are free
        await store.PutAsync(Given.Available("s-3"));
        Assert.NotNull(store.Snapshot.ShipOf(OpenStore.IdOf("walker")));
        await store.ChangeAsync(draft => WaitingLine.Join(draft, OpenStore.Somebody("invited") with { Origin = AttendeeOrigin.Roster }));
        Assert.NotNull(store.Snapshot.ShipOf(OpenStore.IdOf("invited")));
        Assert.Equal(1, store.Snapshot.ReservedBerths);
        Assert.Null(store.Snapshot.ShipOf(OpenStore.IdOf("second")));
        await store.PutAsync(Given.Available("s-4"));
        Assert.NotNull(store.Snapshot.ShipOf(OpenStore.IdOf("second")));
    }

    [Fact]
    public async Task Who_is_on_stand_by_goes_after_everybody_else_and_is_no_longer_once_aboard()
    {
        await using var store = await OpenStore.AtAsync(File);
        await store.ChangeAsync(draft => draft.SetDoors(true));
        foreach (var name in new[] { "spare", "reserve" })
        {
            await store.ChangeAsync(draft => WaitingLine.Join(draft, OpenStore.Somebody(name) with { OnStandBy = true, Notice = "on stand-by" }));
        }

        await store.ArriveAsync("late");
        Assert.Equal((1, 2, 3), (store.Snapshot.PositionOf(OpenStore.IdOf("late")), store.Snapshot.PositionOf(OpenStore.IdOf("spare")), store.Snapshot.PositionOf(OpenStore.IdOf("reserve"))));
        await store.PutAsync(Given.Available("s-1"));
        Assert.NotNull(store.Snapshot.ShipOf(OpenStore.IdOf("late")));
        await store.PutAsync(Given.Available("s-2"));
        Assert.NotNull(store.Snapshot.ShipOf(OpenStore.IdOf("spare")));
        Assert.Equal((false, ""), (store.Snapshot.Attendees[OpenStore.IdOf("spare")].OnStandBy, store.Snapshot.Attendees[OpenStore.IdOf("spare")].Notice));
    }

    [Fact]
    public async Task Whoever_had_a_ship_is_not_held_back_by_reserved_seats()
    {
        await using var store = await OpenStore.AtAsync(File);
        await store.ArriveAsync("ada");
        await store.PutAsync(Given.Available("s-1"));
        await store.ChangeAsync(draft => draft.Put(Morning));
        await store.ApplyAsync(new ShipId("s-1"), new ShipEvent.Ended(TerminationCause.Failed, "gone"));
        await store.PutAsync(Given.Available("s-2"));
        Assert.NotNull(store.Snapshot.ShipOf(OpenStore.IdOf("ada")));
    }

    [Fact]
    public async Task A_ship_that_is_given_back_leaves_its_attendee_out_of_the_line_and_tells_why()
    {
        await using var store = await OpenStore.AtAsync(File);
        await store.ArriveAsync("ada");
        await store.PutAsync(Given.Available("s-1"));
        await store.ApplyAsync(new ShipId("s-1"), new ShipEvent.Ended(TerminationCause.Released, "nobody was working on it"));
        var ada = store.Snapshot.Attendees[OpenStore.IdOf("ada")];
        Assert.True(store.Snapshot.Line.IsEmpty);
        Assert.NotNull(ada.Home);
        Assert.Contains("What you saved is kept", ada.Notice, StringComparison.Ordinal);
    }

    // The tickets of a crowd: 1,000 come for 900 ships; those beyond wait in order, and go in as ships come.
    [Fact]
    public async Task A_thousand_for_nine_hundred_ships_wait_in_order_and_all_enter()
    {
        await using var store = await OpenStore.AtAsync(File);
        await store.PutAsync([.. Enumerable.Range(0, 900).Select(i => Given.Available($"s-{i:000}"))]);
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => store.ArriveAsync($"p{i:0000}")));
        Assert.Equal((900, 100), (store.Snapshot.Berths.Count, store.Snapshot.Line.Count));
        Assert.Equal(Enumerable.Range(900, 100).Select(i => OpenStore.IdOf($"p{i:0000}")), store.Snapshot.Line.Values);
        for (var i = 0; i < 100; i++)
        {
            await store.PutAsync(Given.Available($"s-late{i:00}"));
            Assert.NotNull(store.Snapshot.ShipOf(OpenStore.IdOf($"p{900 + i:0000}")));
            Assert.Equal(99 - i, store.Snapshot.Line.Count);
        }
    }
}
