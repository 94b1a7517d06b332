using Amazon.Runtime;
using Mux.Providers.Ec2;

namespace Mux.Preflight.Ec2;

/// <summary>What AWS said to one question: a value, or why there is none.</summary>
internal sealed record Asked<T>(T? Value, AwsTrouble? Trouble)
    where T : class;

/// <param name="Code">AWS's own; empty when it was not AWS that said no.</param>
/// <param name="IsFinal">The same question would get the same answer until somebody mends a setting.</param>
internal sealed record AwsTrouble(string Code, string Words, bool IsFinal)
{
    /// <summary>For want of a permission.</summary>
    public bool IsDenied => Code is "UnauthorizedOperation" or "AccessDenied" or "AccessDeniedException";

    public static AwsTrouble Of(Exception exception) => new(
        exception switch
        {
            AmazonServiceException { ErrorCode: { Length: > 0 } code } => code,
            AmazonServiceException => "",
            AmazonClientException => "NoCredentials",
            _ => "",
        },
        Ec2Errors.Words(exception),
        Ec2Errors.FaultOf(exception) == Ec2Fault.Forbidden);
}
