namespace Ec2Emulator.Wire;

/// <summary>An error as AWS answers it.</summary>
/// <param name="Status">The HTTP status.</param>
internal sealed record ApiError(int Status, string Code, string Message)
{
    public static ApiError Of(string code, string message) => new(400, code, message);

    public static ApiError Invalid(string message) => Of("InvalidParameterValue", message);

    public static ApiError Malformed(string code, string id) => Of(code, $"Invalid id: \"{id}\"");

    /// <param name="code">Such as InvalidInstanceID.NotFound.</param>
    /// <param name="thing">Such as "instance ID".</param>
    public static ApiError NotFound(string code, string thing, IReadOnlyCollection<string> ids) => ids.Count == 1
        ? Of(code, $"The {thing} '{ids.Single()}' does not exist")
        : Of(code, $"The {thing}s '{string.Join(", ", ids)}' do not exist");

    public static ApiError Throttled { get; } = new(503, "RequestLimitExceeded", "Request limit exceeded.");

    public static ApiError DryRun { get; } = new(412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");

    public static ApiError Unauthorized { get; } = new(403, "UnauthorizedOperation", "You are not authorized to perform this operation.");

    public static ApiError NoCredentials { get; } = new(401, "AuthFailure", "AWS was not able to validate the provided access credentials");
}
