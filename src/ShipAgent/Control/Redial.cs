using Grpc.Core;

namespace ShipAgent.Control;

/// <summary>How long to wait before dialling again.</summary>
internal static class Redial
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Refused = TimeSpan.FromMinutes(1);
    // So that the luckiest of a thousand agents does not spin.
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(50);

    /// <param name="attempt">From 0.</param>
    /// <param name="fault">Why the last one ended.</param>
    /// <param name="chance">From 0 to 1: full jitter spreads a fleet that lost its mux at one moment.</param>
    public static TimeSpan After(int attempt, Exception? fault, double chance)
    {
        if (IsRefusal(fault))
            return Refused * (0.75 + chance / 2);
        var ceiling = First * Math.Pow(2, Math.Min(attempt, 20));
        var pause = (ceiling < Longest ? ceiling : Longest) * chance;
        return pause > Least ? pause : Least;
    }

    /// <summary>The mux knows us and does not want us, or is none: trying fast changes nothing.</summary>
    public static bool IsRefusal(Exception? fault) =>
        fault is RpcException { StatusCode: StatusCode.Unauthenticated or StatusCode.PermissionDenied or StatusCode.Unimplemented };
}
