using Mux.Fleet;
using Mux.Tests.Fleet;
using Xunit;

namespace Mux.Tests.Store;

public sealed class StandInSeats : IDisposable
{
    private static readonly Attendee StandIn = new(new AttendeeId("a-standin"), "Stand-in 1", AttendeeKey.OfStandIn("key"), "", null, Given.Noon, null, "") { Origin = AttendeeOrigin.StandIn, HasEntered = true };

    private static readonly Rehearsal One = new(new RehearsalId("re-1"), 1, "ada", Given.Noon, Given.Noon.AddMinutes(30), "intro", new GoalBefore(3, GoalRule.Sessions, "")) { StandIns = [StandIn.Id] };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_stand_in_gets_a_ship_behind_shut_doors_and_opens_none()
    {
        await using var open = await OpenStore.AtAsync(folder.At("mux.db"));
        await open.ChangeAsync(draft =>
        {
            draft.Put(One);
            draft.Put(StandIn);
        });
        await open.PutAsync(Given.Available("s-2222222222"), Given.Available("s-3333333333"));
        Assert.Equal(StandIn.Id, Assert.Single(open.Snapshot.Berths).Key);
        Assert.False(open.Snapshot.DoorsOpen);
        Assert.Equal(0, open.Snapshot.ReservedBerths);
    }

    [Fact]
    public async Task People_in_line_go_before_every_stand_in()
    {
        await using var open = await OpenStore.AtAsync(folder.At("mux.db"));
        await open.ChangeAsync(draft =>
        {
            draft.SetDoors(true);
            draft.Put(One);
            draft.Put(StandIn);
        });
        await open.ArriveAsync("grace");
        await open.PutAsync(Given.Available("s-2222222222"));
        Assert.Equal(OpenStore.IdOf("grace"), Assert.Single(open.Snapshot.Berths).Key);
    }

    [Fact]
    public async Task Whatever_becomes_of_its_ship_a_stand_in_stands_in_no_line_and_leaves_nothing()
    {
        await using var open = await OpenStore.AtAsync(folder.At("mux.db"));
        await open.ChangeAsync(draft =>
        {
            draft.Put(One);
            draft.Put(StandIn);
            draft.Put(new LoginSession("key", StandIn.Id, draft.Now.AddHours(1)));
        });
        await open.PutAsync(Given.Available("s-2222222222"));
        await open.ApplyAsync(new ShipId("s-2222222222"), new ShipEvent.Ended(TerminationCause.Failed, "sank"));
        Assert.True(open.Snapshot.Line.IsEmpty);
        Assert.False(open.Snapshot.HoldsWork(open.Snapshot.Ships[new ShipId("s-2222222222")]));

        await open.ChangeAsync(draft => draft.Remove(draft.Snapshot.Attendees[StandIn.Id]));
        await open.ReopenAsync();
        Assert.Empty(open.Snapshot.Attendees);
        Assert.Empty(open.Snapshot.Names);
        Assert.Empty(open.Snapshot.Logins);
        Assert.Equal(One.Id, open.Snapshot.Rehearsing?.Id);
        Assert.Equal(One.GoalBefore, open.Snapshot.Rehearsing?.GoalBefore);
    }

    [Fact]
    public async Task Only_the_last_few_reports_are_kept()
    {
        await using var open = await OpenStore.AtAsync(folder.At("mux.db"));
        for (var n = 0; n < 12; n++)
        {
            var report = new RehearsalReport(Severity.Good, $"Yes {n}", []) { Failures = [new FailureCause("launch", "x", 1, 2, ["s-1"])], Measures = [new Measure("boot", 1, 1, 0.5, 0.5, 0.5, null)] };
            await open.ChangeAsync(draft => draft.Put(One with { Id = new RehearsalId($"re-{n}"), StartedAt = Given.Noon.AddMinutes(n), State = RehearsalState.Done, Report = report }));
        }

        await open.ReopenAsync();
        Assert.Equal(Enumerable.Range(2, 10).Reverse().Select(n => $"Yes {n}"), open.Snapshot.Rehearsals.Select(one => one.Report!.Verdict));
        Assert.Equal("x", open.Snapshot.Rehearsals[0].Report!.Failures[0].Cause);
        Assert.Null(open.Snapshot.Rehearsing);
    }
}
