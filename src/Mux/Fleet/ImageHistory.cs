using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>The images that a tutorial ran or was to run, as its rollouts tell.</summary>
internal static class ImageHistory
{
    private const int MostRetired = 16;

    /// <summary>Newest first, each once; what the camp runs now stands where it was deployed last.</summary>
    public static ImmutableArray<string> Of(FleetSnapshot snapshot, string tutorial)
    {
        var rollouts = snapshot.Rollouts.Values.Where(rollout => rollout.Tutorial == tutorial).OrderByDescending(rollout => rollout.StartedAt);
        var current = snapshot.Targets.GetValueOrDefault(tutorial)?.Image;
        return [.. rollouts.SelectMany(rollout => new[] { rollout.Image, rollout.Previous }).Append(current).OfType<string>().Where(image => image.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Images that need not lie on ships' disks any more: all but the last <paramref name="keep"/> of each tutorial, and what any ship or rollout still wants.</summary>
    public static ImmutableArray<string> Retired(FleetSnapshot snapshot, int keep)
    {
        var old = snapshot.Targets.Keys.SelectMany(tutorial => Of(snapshot, tutorial).Skip(Math.Max(keep, 1)).Take(MostRetired)).ToHashSet(StringComparer.Ordinal);
        if (old.Count == 0)
        {
            return [];
        }

        old.ExceptWith(snapshot.Targets.Values.Select(target => target.Image));
        old.ExceptWith(snapshot.Targets.Keys.SelectMany(tutorial => Of(snapshot, tutorial).Take(Math.Max(keep, 1))));
        old.ExceptWith(snapshot.Rollouts.Values.Where(rollout => rollout.IsOpen).SelectMany(rollout => new[] { rollout.Image, rollout.Previous }));
        return [.. old.Order(StringComparer.Ordinal)];
    }
}
