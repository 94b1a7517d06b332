namespace Contracts.Wire;

/// <summary>What a caller may say beside the message.</summary>
/// <param name="Headers">Sent with the request.</param>
/// <param name="Deadline">UTC; the call ends with DEADLINE_EXCEEDED then, and the server is told.</param>
/// <param name="CancellationToken">Ends the call with CANCELLED, and resets it at the server.</param>
public readonly record struct CallOptions(Metadata? Headers = null, DateTime? Deadline = null, CancellationToken CancellationToken = default);
