using Xunit;

namespace Mux.Tests.Proxy;

/// <summary>What the mux notes of attendees as their requests pass.</summary>
public sealed class Use : Aboard
{
    [Fact]
    public async Task Reading_is_no_use_of_a_ship_and_writing_is()
    {
        (await Ada.GetAsync("/camp/plot/api/contents")).Dispose();
        Assert.Null(Host.Store.Snapshot.Ships[ShipId].Vitals.UsedAt);
        using var save = new HttpRequestMessage(HttpMethod.Put, "/camp/plot/api/contents/a.ipynb") { Content = new StringContent("{}"), Headers = { { "Origin", Host.Origin } } };
        (await Ada.SendAsync(save)).Dispose();
        await UntilUsedAsync();
    }

    [Fact]
    public async Task An_open_notebook_is_no_use_of_a_ship_and_a_cell_is()
    {
        Ship.Answer = Sockets.EchoAsync;
        using var socket = await Sockets.OpenAsync(Host);
        await socket.EchoedAsync("""{"header":{"msg_type":"kernel_info_request"}}""");
        Assert.Null(Host.Store.Snapshot.Ships[ShipId].Vitals.UsedAt);
        await socket.EchoedAsync("""{"header":{"msg_type":"execute_request"},"content":{"code":"1+1"}}""");
        await UntilUsedAsync();
    }

    private async Task UntilUsedAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (Host.Store.Snapshot is var snapshot && snapshot.Ships[ShipId].Vitals.UsedAt is null)
        {
            await Host.Store.WaitForChangeAsync(snapshot.Version, patience.Token);
        }
    }
}
