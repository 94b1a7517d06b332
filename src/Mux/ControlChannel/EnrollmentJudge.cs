using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Contracts.Control;
using Mux.Fleet;

namespace Mux.ControlChannel;

/// <summary>What becomes of a request to enroll.</summary>
internal enum EnrollmentAnswer
{
    Granted,

    /// <summary>A launch with this token is under way, and the provider's word about its machines is not stored yet.</summary>
    NotYet,
    Unknown,

    /// <summary>By another key.</summary>
    UsedBefore,
    WrongPlace,
    TooOld,
}

/// <param name="Ship">Who the caller says it is, once its token is right.</param>
/// <param name="Suspect">The ship that an alarm concerns; null when the caller is no ship of ours.</param>
internal sealed record EnrollmentVerdict(EnrollmentAnswer Answer, ShipId? Ship = null, ShipId? Suspect = null);

/// <summary>
/// Whether a caller is the ship that it says it is. On this machine the token alone says so, since only the ship's folder holds it. On machines of a cloud a batch shares
/// one token, which each of them can read: there a ship is known by its instance id and its address together, both in the provider's own words.
/// </summary>
internal static partial class EnrollmentJudge
{
    /// <param name="key">Of the certificate request (<see cref="AgentKey.Fingerprint"/>); null when it cannot be read.</param>
    public static EnrollmentVerdict Judge(EnrollRequest request, string? key, IPAddress? caller, bool onMachines, FleetSnapshot snapshot, DateTimeOffset now)
    {
        var hash = EnrollmentToken.HashOf(request.Token);
        var ship = onMachines ? OfInstance(request.InstanceId, snapshot) : ShipId.TryParse(request.ShipId) is { } id ? snapshot.Ships.GetValueOrDefault(id) : null;
        if (ship?.Enrollment is not { } token || !IsSame(token.Hash, hash))
        {
            return new EnrollmentVerdict(onMachines && IsAwaited(hash, snapshot) ? EnrollmentAnswer.NotYet : EnrollmentAnswer.Unknown);
        }

        if (onMachines && ship.Block is null)
        {
            return new EnrollmentVerdict(EnrollmentAnswer.NotYet);
        }

        // A wrong address speaks against the caller, not against the ship that it names: else one bad machine could have the whole batch taken out.
        if (onMachines && !IsAt(caller, ship))
        {
            return new EnrollmentVerdict(EnrollmentAnswer.WrongPlace, ship.Id, snapshot.Ships.Values.FirstOrDefault(other => other.IsLive && IsAt(caller, other))?.Id);
        }

        return !token.IsGoodFor(key) ? new EnrollmentVerdict(EnrollmentAnswer.UsedBefore, ship.Id, ship.Id)
            : now > token.NotAfter ? new EnrollmentVerdict(EnrollmentAnswer.TooOld)
            : new EnrollmentVerdict(EnrollmentAnswer.Granted, ship.Id);
    }

    private static Ship? OfInstance(string instance, FleetSnapshot snapshot) =>
        InstanceId().IsMatch(instance) ? snapshot.Ships.Values.FirstOrDefault(ship => ship.IsLive && ship.ProviderId == instance) : null;

    private static bool IsAwaited(string hash, FleetSnapshot snapshot) =>
        snapshot.Ships.Values.Any(ship => ship is { IsLive: true, ProviderId: null, Enrollment: { Used: false } token } && IsSame(token.Hash, hash));

    private static bool IsAt(IPAddress? caller, Ship ship) =>
        caller is not null && ship.Block is { } block && block.Contains(caller.IsIPv4MappedToIPv6 ? caller.MapToIPv4() : caller);

    private static bool IsSame(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));

    [GeneratedRegex(@"\Ai-[0-9a-f]{8,17}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex InstanceId();
}
