using Xunit;

namespace Contracts.Tests.Wire;

public sealed class ServerInteropTests(PeersAsClients clients) : IClassFixture<PeersAsClients>
{
    public static MatrixTheoryData<string, string> Cases => new(
        [Peer.GrpcJs.Name, Peer.CCore.Name],
        [
            "empty_unary", "large_unary", "client_streaming", "server_streaming", "ping_pong", "empty_stream", "timeout_on_sleeping_server",
            "cancel_after_begin", "cancel_after_first_response", "status_code_and_message", "special_status_message", "custom_metadata",
            "unimplemented_method", "unimplemented_service", "oversized_message",
        ]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Our_server_serves_the_client_of_another_implementation(string peer, string name)
    {
        var verdict = clients.Verdict(peer, name);
        Assert.True(verdict == "ok", verdict);
    }
}
