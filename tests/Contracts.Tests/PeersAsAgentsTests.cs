using Xunit;

namespace Contracts.Tests;

public sealed class PeersAsAgentsTests(PeersAsAgents agents) : IClassFixture<PeersAsAgents>
{
    public static MatrixTheoryData<string, string> Cases => new(
        Peer.Names,
        [
            "a_wrong_token_is_unauthenticated", "a_stream_without_a_certificate_is_unauthenticated", "a_junk_request_is_an_invalid_argument",
            "a_compressed_message_is_refused", "an_unknown_method_is_unimplemented", "an_unknown_service_is_unimplemented",
            "it_enrolls", "it_enrolls_again_with_the_same_key", "it_renews", "a_hello_brings_the_spec", "a_report_first_is_an_invalid_argument",
            "a_newer_stream_ends_the_older", "a_deadline_passes", "a_stream_is_cancelled", "a_message_too_large_is_refused", "it_reports",
            "the_mux_knows_the_report_and_that_the_agent_has_gone",
        ]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_mux_serves_an_agent_of_another_implementation(string peer, string name)
    {
        var verdict = agents.Verdict(peer, name);
        Assert.True(verdict == "ok", verdict);
    }
}
