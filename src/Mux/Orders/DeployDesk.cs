using Mux.Camp;
using Mux.Fleet;
using Mux.Images;
using Mux.Store;

namespace Mux.Orders;

/// <summary>Starts rollouts: of an image that is new, or of one that ran before. The controller carries them out.</summary>
internal sealed class DeployDesk(FleetStore store, CampDefinition camp, ImageResolver images)
{
    /// <summary>Resolves the image once and starts a rollout of it to every ship.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public async Task<Ordered<DeployOutcome>> DeployAsync(DeployOrder order, Orderer by, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(order.Tutorial) || camp.Tutorial(order.Tutorial) is null)
        {
            var known = string.Join(", ", camp.Tutorials.Select(one => one.Name));
            return new Refusal(RefusalKind.Invalid, "tutorial", $"The camp has no tutorial '{Shown(order.Tutorial)}'.", $"Name one of: {known}.");
        }

        if (!by.Staff.MayDeploy(order.Tutorial))
        {
            return new Refusal(RefusalKind.Forbidden, "tutorial", $"{order.Tutorial} is not among your tutorials.", $"Yours: {string.Join(", ", by.Staff.Tutorials)}.");
        }

        if (string.IsNullOrWhiteSpace(order.Image))
        {
            return new Refusal(RefusalKind.Invalid, "image", "image is missing.", "Give a reference such as registry:5000/name:tag or name@sha256:….");
        }

        var resolution = await images.ResolveAsync(order.Image.Trim(), cancellationToken);
        return resolution.Image is { } resolved
            ? await store.ChangeAsync(draft => order.Check(draft.Now, draft.Snapshot.Sessions) ?? Start(draft, order, resolved, by), cancellationToken)
            : new Refusal(RefusalKind.Invalid, "image", $"The image cannot be deployed: {resolution.Error}", "Push the image, check the name, and deploy again; nothing was changed.");
    }

    /// <summary>Takes a tutorial back to an image that it ran before; one that is under way is ended. The same path as a deploy.</summary>
    /// <param name="rollout">Whose change is taken back.</param>
    /// <param name="to">A digest or the beginning of one, or the id of the rollout that brought it; empty: what was there before <paramref name="rollout"/>.</param>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public Task<Ordered<DeployOutcome>> RollBackAsync(string rollout, string to, Orderer by, CancellationToken cancellationToken) => store.ChangeAsync(
        draft => draft.Snapshot.Rollouts.TryGetValue(new RolloutId(rollout), out var undone) && by.Staff.MayDeploy(undone.Tutorial) ? RollBack(draft, undone, to.Trim(), by) : RolloutSwitch.Unknown,
        cancellationToken);

    private static Ordered<DeployOutcome> Start(StoreDraft draft, DeployOrder order, string image, Orderer by)
    {
        var tutorial = order.Tutorial!;
        if (Open(draft.Snapshot, tutorial) is { } open)
        {
            return new Refusal(
                RefusalKind.Conflict, "tutorial", $"Rollout {open.Id} of {tutorial} is still {(open.State == RolloutState.Paused ? "paused" : "running")}.",
                "Wait until it has ended ('mux rollout list' shows it) or roll it back, then deploy again.");
        }

        var current = draft.Snapshot.Targets.GetValueOrDefault(tutorial);
        if (current is not null && current.Digest == new TutorialTarget(tutorial, image, null).Digest && IsEverywhere(draft.Snapshot, current))
        {
            return new DeployOutcome(current.Image, null);
        }

        var rollout = new Rollout(RolloutId.New(), tutorial, image, order.Image!.Trim(), current?.Image ?? "", by.Name, draft.Now) { Note = order.CleanNote, Terms = order.TermsAt(draft.Now, draft.Snapshot.Sessions) };
        draft.Put(rollout);
        draft.Audit(new AuditEntry(by.Actor, "deploy", tutorial, $"{rollout.Id}: {image}"));
        return new DeployOutcome(image, rollout);
    }

    private static Ordered<DeployOutcome> RollBack(StoreDraft draft, Rollout undone, string to, Orderer by)
    {
        if (Earlier(draft.Snapshot, undone, to) is not { } image)
        {
            var known = string.Join(", ", ImageHistory.Of(draft.Snapshot, undone.Tutorial).Select(one => one[(one.IndexOf("@sha256:", StringComparison.Ordinal) + 8)..][..12]));
            return new Refusal(RefusalKind.Invalid, "to", $"{undone.Tutorial} has no earlier image '{Shown(to)}'.", $"Name one of: {known}.");
        }

        if (Open(draft.Snapshot, undone.Tutorial) is { } open)
        {
            draft.Put(open with { State = RolloutState.RolledBack, EndedAt = draft.Now, PausedAt = null });
        }

        var rollout = new Rollout(RolloutId.New(), undone.Tutorial, image, image, draft.Snapshot.Targets.GetValueOrDefault(undone.Tutorial)?.Image ?? "", by.Name, draft.Now) { Undoes = undone.Id };
        draft.Put(rollout);
        draft.Audit(new AuditEntry(by.Actor, "roll back", undone.Tutorial, $"{rollout.Id}: {undone.Id} to {image}"));
        return new DeployOutcome(image, rollout);
    }

    private static string? Earlier(FleetSnapshot snapshot, Rollout undone, string to)
    {
        if (to.Length == 0)
        {
            return undone.Previous.Length > 0 ? undone.Previous : null;
        }

        if (snapshot.Rollouts.TryGetValue(new RolloutId(to), out var other))
        {
            return other.Tutorial == undone.Tutorial ? other.Image : null;
        }

        var digest = to.StartsWith("sha256:", StringComparison.Ordinal) ? to : $"sha256:{to}";
        var found = ImageHistory.Of(snapshot, undone.Tutorial).Where(image => image[(image.IndexOf('@', StringComparison.Ordinal) + 1)..].StartsWith(digest, StringComparison.Ordinal)).ToList();
        return to.Length >= 6 && found is [var only] ? only : null;
    }

    private static Rollout? Open(FleetSnapshot snapshot, string tutorial) => snapshot.Rollouts.Values.FirstOrDefault(rollout => rollout.Tutorial == tutorial && rollout.IsOpen);

    // A ship that was skipped, or on which it failed, is worth another try.
    private static bool IsEverywhere(FleetSnapshot snapshot, TutorialTarget current) =>
        snapshot.Ships.Values.All(ship => !ship.IsLive || !ship.Targets.TryGetValue(current.Tutorial, out var target) || target.Digest == current.Digest);

    private static string Shown(string? text) => new([.. (text ?? "").Take(60).Where(c => !char.IsControl(c))]);
}
