using System.Net;
using Amazon.Runtime;
using Mux.Fleet;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Mux.Providers.Ec2;

/// <summary>What a failed call to EC2 means for a launch.</summary>
internal enum Ec2Fault
{
    /// <summary>Throttled, broken off, or an outage: nobody knows whether it happened.</summary>
    Transient,

    /// <summary>No capacity or no quota here, now.</summary>
    NoRoom,

    /// <summary>The token was used with other parameters: what it made then is there.</summary>
    Mismatch,

    /// <summary>It will fail again until somebody mends a setting.</summary>
    Forbidden,
}

/// <summary>Reads EC2's errors by their codes.</summary>
internal static class Ec2Errors
{
    private static readonly HashSet<string> Full = new(StringComparer.Ordinal)
    {
        "InsufficientInstanceCapacity", "InsufficientCapacity", "InsufficientHostCapacity", "InsufficientReservedInstanceCapacity", "InstanceLimitExceeded", "VcpuLimitExceeded",
        "InsufficientFreeAddressesInSubnet", "InsufficientAddressCapacity", "MaxSpotInstanceCountExceeded", "SpotMaxPriceTooLow", "Unsupported", "UnsupportedOperation", "VolumeLimitExceeded",
        "VolumeTypeNotAvailableInZone", "InsufficientVolumeCapacity", "PendingVerification", "MaxIOPSLimitExceeded", "PrivateIpAddressLimitExceeded", "NetworkInterfaceLimitExceeded",
    };

    private static readonly HashSet<string> Busy = new(StringComparer.Ordinal)
    {
        "RequestLimitExceeded", "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException", "BandwidthLimitExceeded", "SlowDown", "TooManyRequestsException",
        "EC2ThrottledException", "PriorRequestNotComplete", "TransactionInProgressException", "InternalError", "InternalFailure", "InternalServiceError", "ServiceUnavailable", "Unavailable", "RequestTimeout", "RequestTimeoutException",
        "RequestExpired", "IDPCommunicationError",
    };

    public static bool IsTransient(Exception? exception) => exception is not (null or OperationCanceledException { CancellationToken.IsCancellationRequested: true } or BrokenCircuitException) && FaultOf(exception) == Ec2Fault.Transient;

    // A capacity error is a 500 too: the code counts before the status does.
    public static Ec2Fault FaultOf(Exception exception) => exception switch
    {
        AmazonServiceException { ErrorCode: { } code } when Full.Contains(code) => Ec2Fault.NoRoom,
        AmazonServiceException { ErrorCode: "IdempotentParameterMismatch" } => Ec2Fault.Mismatch,
        AmazonServiceException { ErrorCode: { } code } when Busy.Contains(code) => Ec2Fault.Transient,
        AmazonServiceException { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError and not HttpStatusCode.TooManyRequests } => Ec2Fault.Forbidden,
        AmazonServiceException or BrokenCircuitException or TimeoutRejectedException => Ec2Fault.Transient,
        AmazonClientException => Ec2Fault.Forbidden, // the SDK sent nothing: no credentials
        _ => Ec2Fault.Transient,
    };

    /// <summary>In one line, for people.</summary>
    public static string Words(Exception exception) => exception switch
    {
        BrokenCircuitException => "launching rests for half a minute after calls that failed in a row",
        TimeoutRejectedException => "EC2 did not answer in time",
        AmazonServiceException { ErrorCode: { Length: > 0 } code } service => $"{code}: {Line(service.Message)}",
        _ => Line(exception.Message),
    };

    public static LaunchStop StopFor(Exception exception)
    {
        var code = (exception as AmazonServiceException)?.ErrorCode is { Length: > 0 } given ? given : "NoCredentials";
        return new LaunchStop(code, Line(exception.Message), $"{FixFor(code)} Then run 'mux fleet retry', or restart the mux.");
    }

    private static string FixFor(string code) => code switch
    {
        "UnauthorizedOperation" or "AccessDenied" or "AccessDeniedException" => "The mux's credentials lack a permission: compare its IAM policy with the one in the operator's guide.",
        "AuthFailure" or "InvalidClientTokenId" or "SignatureDoesNotMatch" or "UnrecognizedClientException" or "ExpiredToken" or "IncompleteSignature" or "MissingAuthenticationToken" =>
            "AWS does not accept the mux's credentials: check AWS_PROFILE, AWS_ACCESS_KEY_ID or the machine's role, and its clock.",
        "NoCredentials" => "Give the mux credentials: a role on its machine, a profile in AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
        "OptInRequired" or "Blocked" => "Ask AWS about this account and region, or change ec2.region.",
        _ when code.StartsWith("InvalidAMIID", StringComparison.Ordinal) => "Check ec2.image: it must exist in ec2.region and be shared with this account.",
        _ when code.StartsWith("InvalidSubnet", StringComparison.Ordinal) => "Check the subnets of ec2.placements: they must exist in ec2.region.",
        _ when code.StartsWith("InvalidGroup", StringComparison.Ordinal) || code.StartsWith("InvalidSecurityGroup", StringComparison.Ordinal) => "Check ec2.security_groups: they must exist in the VPC of the subnets.",
        "InvalidParameterCombination" or "InvalidParameterValue" or "InvalidParameter" => "Check ec2: a type in ec2.placements that does not exist or does not fit the image, or security groups of another VPC.",
        _ when code.StartsWith("InvalidUserData", StringComparison.Ordinal) => "Shorten ec2.insecure_registries: user data is too large.",
        _ => "Look the code up in the EC2 API's list of errors, and check the section ec2 of camp.yaml.",
    };

    private static string Line(string text) => new([.. text.Take(300).Select(c => char.IsControl(c) ? ' ' : c)]);
}
