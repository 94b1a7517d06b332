using System.Text.RegularExpressions;
using Ec2Emulator.Cloud;
using Ec2Emulator.Wire;

namespace Ec2Emulator.Operations;

internal static partial class InstanceIds
{
    /// <summary>Why these ids will not do: a call that names one wrong instance does nothing at all.</summary>
    public static ApiError? Fault(IReadOnlyList<string> ids, Call call)
    {
        if (ids.FirstOrDefault(id => !Shape().IsMatch(id)) is { } malformed)
        {
            return ApiError.Malformed("InvalidInstanceID.Malformed", malformed);
        }

        var unknown = ids.Distinct().Where(id => call.Account.Find(id)?.Seen(call.Now) is null).ToList();
        return unknown.Count > 0 ? ApiError.NotFound("InvalidInstanceID.NotFound", "instance ID", unknown) : null;
    }

    public static IEnumerable<Instance> Named(Call call) => call.Parameters.Texts("InstanceIds").Distinct().Select(id => call.Account.Find(id)!);

    [GeneratedRegex("^i-([0-9a-f]{8}|[0-9a-f]{17})$")]
    private static partial Regex Shape();
}
