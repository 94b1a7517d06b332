using Mux.Camp;
using Mux.Controller;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Controller;

public sealed class SessionKeeperTests
{
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task An_open_session_has_its_ships_and_its_doors_and_gives_them_back_when_it_closes()
    {
        await using var mux = await WholeMux.StartAsync(adjust: camp => camp with { Sessions = [Define("morning", Now.AddMinutes(-1), Now.AddHours(1), seats: 2)] });
        mux.ServeAll();
        await mux.UntilAsync(snapshot => snapshot.Count(ShipState.Available) == 2 && snapshot.DoorsOpen);
        Assert.Equal("session morning", mux.Snapshot.GoalWhy);
        await mux.ChangeAsync(draft => draft.Put(draft.Snapshot.Sessions.Find("morning")! with { Closes = draft.Now }));
        await mux.UntilAsync(snapshot => snapshot.Count(ShipState.Available) == 0 && !snapshot.DoorsOpen);
        Assert.Equal((0, GoalRule.Sessions), (mux.Snapshot.Goal, mux.Snapshot.GoalRule));
    }

    [Fact]
    public async Task The_file_and_the_organizers_may_both_name_sessions_and_whoever_spoke_last_counts()
    {
        using var folder = new TemporaryFolder();
        var (first, second) = (Define("first", Now.AddDays(1), Now.AddDays(1.1), 3), Define("second", Now.AddDays(2), Now.AddDays(2.1), 3));
        await using (var mux = await WholeMux.StartAsync(folder: folder, adjust: camp => camp with { Sessions = [first, second] }))
        {
            await mux.UntilAsync(snapshot => snapshot.Sessions.Sessions.Length == 2);
            await mux.ChangeAsync(draft =>
            {
                draft.Put(draft.Snapshot.Sessions.Find("first")! with { Seats = 9 });
                draft.RemoveSession("second");
            });
        }

        await using (var mux = await WholeMux.StartAsync(folder: folder, adjust: camp => camp with { Sessions = [first, second] }))
        {
            await mux.Get<FleetController>().PassAsync(TestContext.Current.CancellationToken);
            Assert.Equal(9, Assert.Single(mux.Snapshot.Sessions.Sessions).Seats); // the file says what it said before
        }

        await using var again = await WholeMux.StartAsync(folder: folder, adjust: camp => camp with { Sessions = [Define("first", Now.AddDays(3), Now.AddDays(3.1), 4)] });
        var table = (await again.UntilAsync(snapshot => snapshot.Sessions.Find("first")?.Seats == 4)).Sessions;
        Assert.Single(table.Sessions);
    }

    [Fact]
    public async Task A_session_of_the_file_that_is_over_is_left_out_and_does_not_keep_the_mux_from_starting()
    {
        await using var mux = await WholeMux.StartAsync(adjust: camp => camp with { Sessions = [Define("old", Now.AddDays(-2), Now.AddDays(-1), 3)] });
        await mux.Get<FleetController>().PassAsync(TestContext.Current.CancellationToken);
        Assert.True(mux.Snapshot.Sessions.IsEmpty);
        Assert.Contains(mux.Logs.Lines, line => line.Contains("lies in the past", StringComparison.Ordinal));
    }

    private static SessionDefinition Define(string name, DateTimeOffset opens, DateTimeOffset closes, int seats) =>
        new(new CampSession(name, opens, closes) { Seats = seats, WarmBy = opens }, $"{name} {seats}");
}
