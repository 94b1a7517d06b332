namespace Contracts.Wire;

/// <summary>Outcome of a call. <paramref name="Detail"/> is for people, and travels to the peer: put no secret in it.</summary>
public readonly record struct Status(StatusCode StatusCode, string Detail)
{
    public static readonly Status DefaultSuccess = new(StatusCode.OK, "");
    public static readonly Status DefaultCancelled = new(StatusCode.Cancelled, "");
}
