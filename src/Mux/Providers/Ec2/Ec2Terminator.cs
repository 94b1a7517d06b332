using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Amazon.EC2;
using Amazon.EC2.Model;
using Mux.Fleet;

namespace Mux.Providers.Ec2;

/// <summary>Takes machines down. That a call was accepted proves nothing: gone is what EC2 lists as terminated, or has not listed for long.</summary>
internal sealed partial class Ec2Terminator(Ec2Calls calls, TimeProvider time)
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, (DateTimeOffset First, DateTimeOffset Last)> asked = new(StringComparer.Ordinal);

    /// <param name="look">The newest list; null when there is none.</param>
    public async Task<ImmutableArray<bool>> TerminateAsync(ImmutableArray<MachineEnd> machines, MachineLook? look, CancellationToken cancellationToken)
    {
        ImmutableArray<bool> gone = [.. machines.Select(machine => machine.ProviderId is not { } id || IsGone(id, look))];
        var now = time.GetUtcNow();
        var open = machines.Zip(gone).Where(pair => !pair.Second).Select(pair => pair.First.ProviderId!).ToList();
        var due = open.Where(id => look?.Find(id)?.State != MachineState.Ending && (!asked.TryGetValue(id, out var times) || now - times.Last >= AskAgain)).ToList();
        due.ForEach(id => asked[id] = (asked.TryGetValue(id, out var times) ? times.First : now, now));
        foreach (var id in machines.Zip(gone).Where(pair => pair.Second && pair.First.ProviderId is not null).Select(pair => pair.First.ProviderId!))
        {
            asked.TryRemove(id, out _);
        }

        await AskAsync(due, cancellationToken);
        return gone;
    }

    private bool IsGone(string id, MachineLook? look) => look?.Find(id) is { } machine
        ? machine.State == MachineState.Gone
        : look is not null && asked.TryGetValue(id, out var times) && look.At - times.First > Settling;

    // One id that EC2 does not know fails the whole call: it is left out, and the others are asked for again.
    private async Task AskAsync(List<string> ids, CancellationToken cancellationToken)
    {
        while (ids.Count > 0)
        {
            try
            {
                await calls.TerminateInstancesAsync(new TerminateInstancesRequest { InstanceIds = ids }, cancellationToken);
                return;
            }
            catch (AmazonEC2Exception exception) when (exception.ErrorCode is "InvalidInstanceID.NotFound" or "InvalidInstanceID.Malformed")
            {
                var unknown = Id().Matches(exception.Message).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
                var left = ids.Where(id => !unknown.Contains(id)).ToList();
                ids = left.Count < ids.Count ? left : [];
            }
        }
    }

    [GeneratedRegex(@"\bi-[0-9a-z]+\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex Id();
}
