using Contracts.Control;
using Grpc.Core;

namespace Mux.ControlChannel;

/// <summary>The calls of an agent that has a certificate.</summary>
internal sealed class ControlService(EnrollmentDesk desk, AgentStream streams) : Control.ControlBase
{
    public override Task Connect(IAsyncStreamReader<AgentMessage> requestStream, IServerStreamWriter<MuxMessage> responseStream, ServerCallContext context) =>
        streams.RunAsync(requestStream, responseStream, context);

    public override Task<EnrollResponse> Renew(RenewRequest request, ServerCallContext context) => desk.RenewAsync(request, context);
}

/// <summary>The one call that is open to an agent without a certificate.</summary>
internal sealed class EnrollmentService(EnrollmentDesk desk) : Enrollment.EnrollmentBase
{
    public override Task<EnrollResponse> Enroll(EnrollRequest request, ServerCallContext context) => desk.EnrollAsync(request, context);
}
