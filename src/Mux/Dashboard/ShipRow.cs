using Mux.Fleet;

namespace Mux.Dashboard;

/// <summary>One ship in the table, ready to print.</summary>
public sealed record ShipRow(
    string Id, Badge State, string Attendee, IReadOnlyList<TutorialChip> Tutorials, string Age, string LastReport, bool Silent, string Reason, bool NeedsAttention)
{
    internal static ShipRow Of(Ship ship, FleetSnapshot snapshot, DateTimeOffset now)
    {
        var chips = ship.Targets.Values.Select(target => TutorialChip.Of(ship, target)).ToList();
        return new ShipRow(
            ship.Id.Value,
            ship.Quarantined ? new Badge("quarantined", Tone.Bad) : ship.State.Badge(),
            ShipWords.NameOf(ship, snapshot),
            chips,
            Wording.Span(now - ship.CreatedAt),
            Wording.Ago(ship.Vitals.LastReportAt, now),
            ShipWords.IsSilent(ship, now),
            ShipWords.ReasonOf(ship),
            ShipWords.NeedsAttention(ship, now));
    }
}

/// <summary>One tutorial of a ship in few letters: name, running digest, and the phase where it is worth a word.</summary>
/// <param name="PullPercent">While pulling and when the size is known.</param>
/// <param name="Behind">It serves, but not yet what it shall.</param>
public sealed record TutorialChip(string Name, string Digest, Badge Badge, int? PullPercent, bool Behind)
{
    internal static TutorialChip Of(Ship ship, TutorialTarget target)
    {
        var status = ship.Tutorials.GetValueOrDefault(target.Tutorial) ?? new TutorialStatus(target.Tutorial);
        var percent = status.Phase == TutorialPhase.Pulling ? ship.Vitals.Tutorials.FirstOrDefault(one => one.Name == target.Tutorial)?.PullPercent : null;
        var word = status.Phase == TutorialPhase.Unknown ? "not yet" : status.Phase.ToString().ToLowerInvariant();
        return new TutorialChip(
            target.Tutorial,
            Wording.Digest(status.RunningDigest),
            new Badge(percent is { } part ? $"{word} {part} %" : word, Tones.Of(status.Phase), status.Reason),
            percent,
            status.RunningDigest.Length > 0 && status.RunningDigest != target.Digest);
    }
}
