namespace ShipAgent.Docker;

/// <summary>What went wrong with a call to the Docker engine; <see cref="DockerFault.Outage"/> says nothing about the request itself.</summary>
internal enum DockerFault
{
    /// <summary>The engine does not answer, broke off, or took longer than the call's deadline.</summary>
    Outage,
    NotFound,
    Conflict,
    /// <summary>Any other refusal: a bad parameter, a missing bind source, a failed pull.</summary>
    Refused,
}

/// <summary>An error of the engine; its message is the engine's own words on one line, safe to show to an organizer.</summary>
internal sealed record DockerError(DockerFault Fault, string Message);

/// <summary>The value or the error of one engine call: expected failures are values here.</summary>
internal readonly record struct DockerResult<T>(T? Value, DockerError? Error)
{
    public bool Ok => Error is null;

    public static implicit operator DockerResult<T>(T value) => new(value, null);

    public static implicit operator DockerResult<T>(DockerError error) => new(default, error);
}

/// <summary>The value of a call whose success says all.</summary>
internal readonly record struct Done;
