using Mux.Camp;
using Mux.Fleet;

namespace Mux.Berths;

/// <summary>Puts an agent's report of a tutorial into words for its attendee.</summary>
internal static class TutorialWords
{
    private const int ReasonLimit = 200;
    private const int ConflictLimit = 20;

    public static TutorialView View(Ship ship, TutorialDefinition tutorial, string camp)
    {
        var target = ship.Targets.GetValueOrDefault(tutorial.Name);
        var status = ship.Tutorials.GetValueOrDefault(tutorial.Name);
        var serving = target is not null && ship.IsServing(camp, target);
        var word = Word(target, status, serving);
        var percent = word is TutorialWord.Updating or TutorialWord.Starting && status?.Phase == TutorialPhase.Pulling ? Percent(ship, tutorial.Name) : null;
        return new TutorialView(tutorial.Name, tutorial.Title, Url(tutorial.Name), word, Detail(word, target, status), percent, serving ? Short(status!.RunningDigest) : "")
        {
            ContentOnly = status?.ContentOnly == true,
            Conflicts = [.. (status?.Conflicts.Items ?? []).Take(ConflictLimit).Select(Cut)],
        };
    }

    /// <summary>Before there is a ship.</summary>
    public static TutorialView Unstarted(TutorialDefinition tutorial) => new(tutorial.Name, tutorial.Title, Url(tutorial.Name), TutorialWord.Starting, "", null, "");

    private static TutorialWord Word(TutorialTarget? target, TutorialStatus? status, bool serving)
    {
        var failed = status?.Phase == TutorialPhase.Failed && status.TargetDigest == target?.Digest;
        if (serving)
        {
            var old = status!.RunningDigest != target!.Digest;
            return old && !failed ? TutorialWord.Updating
                : status.Phase == TutorialPhase.Unhealthy ? TutorialWord.Restarting
                : TutorialWord.Ready;
        }

        return failed ? TutorialWord.Failed
            : status is { Phase: TutorialPhase.Unhealthy } or { Restarts: > 0 } ? TutorialWord.Restarting
            : TutorialWord.Starting;
    }

    private static string Detail(TutorialWord word, TutorialTarget? target, TutorialStatus? status) => word switch
    {
        TutorialWord.Failed => "It does not start" + Because(status) + ". The organizers see this too.",
        TutorialWord.Restarting => "It stopped answering and is being restarted. Your saved files stay.",
        TutorialWord.Updating => status?.Phase == TutorialPhase.Pulling
            ? "A new version is being fetched. You can go on working."
            : "A new version is being started beside yours. You can go on working.",
        TutorialWord.Starting => status?.Phase == TutorialPhase.Pulling ? "Being put on your machine." : "Starting up.",
        _ => status?.Phase == TutorialPhase.Failed && status.RunningDigest != target?.Digest ? "An update did not work; you keep the version that you have." : "",
    };

    private static string Because(TutorialStatus? status) => string.IsNullOrWhiteSpace(status?.Reason) ? "" : ": " + Cut(status.Reason);

    private static int? Percent(Ship ship, string tutorial)
    {
        var vitals = ship.Vitals.Tutorials.FirstOrDefault(vitals => vitals.Name == tutorial);
        return vitals is { PullTotalBytes: > 0 } ? (int)Math.Clamp(100.0 * vitals.PulledBytes / vitals.PullTotalBytes, 0, 100) : null;
    }

    // What a ship says is a stranger's text: short, and on one line.
    private static string Cut(string text)
    {
        var line = string.Concat(text.Take(ReasonLimit).Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
        return text.Length > ReasonLimit ? line + "…" : line;
    }

    private static string Short(string digest) => Cut(digest.Length > 19 ? digest[7..19] : digest);

    private static string Url(string tutorial) => $"/camp/{tutorial}/";
}
