using Mux.Fleet;
using Mux.Tests.Fleet;
using Xunit;

namespace Mux.Tests.Store;

public sealed class HandStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_raised_hand_and_what_it_has_opened_survive_a_restart()
    {
        await using var store = await OpenStore.AtAsync(Path.Combine(folder.Path, "mux.db"));
        await store.ArriveAsync("ada");
        await store.ArriveAsync("ben");
        var hand = new Hand(HandId.New(), OpenStore.IdOf("ada"), "intro", "it <hangs>", Given.Noon)
        {
            Helper = new Helper("t-1", "Ana"),
            Question = new LeaveQuestion(LeaveId.New(), "intro", true, Given.Noon),
            Leave = new Leave(LeaveId.New(), "intro", false, Given.Noon, Given.Noon.AddMinutes(15), new ShipId("s-1")) { UsedAt = Given.Noon },
        };
        await store.ChangeAsync(draft =>
        {
            draft.Put(hand);
            draft.Put(hand with { Id = HandId.New(), Attendee = OpenStore.IdOf("ben") });
            draft.Remove(draft.Snapshot.Hands[OpenStore.IdOf("ben")]);
        });
        await store.ReopenAsync();
        Assert.Equal(hand, Assert.Single(store.Snapshot.Hands).Value);
    }
}
