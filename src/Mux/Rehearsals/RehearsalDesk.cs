using Mux.Camp;
using Mux.Fleet;
using Mux.Images;
using Mux.Orders;
using Mux.Store;

namespace Mux.Rehearsals;

/// <summary>A rehearsal as it was ordered.</summary>
/// <param name="Tutorial">Null or empty: the camp's first.</param>
/// <param name="Image">To deploy and take back; null or empty: the one that the tutorial ran before.</param>
/// <param name="Minutes">After which it is broken off; null: 30.</param>
/// <param name="Force">Even with people at work, or a session near.</param>
internal sealed record RehearsalOrder(int? Seats, string? Tutorial = null, string? Image = null, int? Minutes = null, bool Force = false);

/// <summary>Takes orders to rehearse, and to stop. What is ordered stands in the store; <see cref="RehearsalKeeper"/> plays it.</summary>
internal sealed class RehearsalDesk(FleetStore store, CampDefinition camp, ImageResolver images)
{
    public const int DefaultMinutes = 30;
    private const int FewestMinutes = 2;
    private const int MostMinutes = 240;

    public static readonly Refusal Unknown = new(RefusalKind.NotFound, "id", "There is no such rehearsal; only the last few are kept.", "GET /api/v1/rehearsals lists those that there are.");

    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public async Task<Ordered<Rehearsal>> StartAsync(RehearsalOrder order, Orderer by, CancellationToken cancellationToken)
    {
        if (Wrong(order) is { } refusal)
        {
            return refusal;
        }

        var image = "";
        if (!string.IsNullOrWhiteSpace(order.Image))
        {
            var resolution = await images.ResolveAsync(order.Image.Trim(), cancellationToken);
            if (resolution.Image is null)
            {
                return new Refusal(RefusalKind.Invalid, "image", $"The image cannot be deployed: {resolution.Error}", "Push the image, check the name, and rehearse again; nothing was changed.");
            }

            image = resolution.Image;
        }

        return await store.ChangeAsync(draft => Begin(draft, order, image, by), cancellationToken);
    }

    /// <summary>It clears up and ends; one that is doing so already is left to it.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public async Task<Ordered<Rehearsal>> StopAsync(string id, Orderer by, CancellationToken cancellationToken) => await store.ChangeAsync<Ordered<Rehearsal>>(
        draft =>
        {
            if (draft.Snapshot.Rehearsals.FirstOrDefault(one => one.Id.Value == id) is not { } rehearsal)
            {
                return Unknown;
            }

            if (rehearsal.IsOver)
            {
                return new Refusal(RefusalKind.Conflict, "id", $"Rehearsal {rehearsal.Id} has ended.", "There is nothing to stop.");
            }

            var next = rehearsal.StopReason.Length > 0 ? rehearsal : rehearsal with { StopReason = $"{by.Name} stopped it" };
            draft.Put(next);
            draft.Audit(new AuditEntry(by.Actor, "rehearsal.stop", rehearsal.Id.Value, ""));
            return next;
        },
        cancellationToken);

    private Ordered<Rehearsal> Begin(StoreDraft draft, RehearsalOrder order, string image, Orderer by)
    {
        var (snapshot, seats, until) = (draft.Snapshot, order.Seats!.Value, draft.Now + TimeSpan.FromMinutes(order.Minutes ?? DefaultMinutes));
        if (RehearsalGuard.WhyNot(snapshot, order.Force, camp.SessionGoals, until, draft.Now) is { } refusal)
        {
            return refusal;
        }

        var goal = seats + RehearsalGuard.People(snapshot);
        if (goal > camp.Fleet.MaxShips)
        {
            return TooMany(camp.Fleet.MaxShips - RehearsalGuard.People(snapshot));
        }

        var rehearsal = new Rehearsal(RehearsalId.New(), seats, by.Name, draft.Now, until, Tutorial(order), new GoalBefore(snapshot.Goal, snapshot.GoalRule, snapshot.GoalWhy)) { Force = order.Force, Image = image };
        draft.Put(rehearsal);
        draft.SetGoal(Math.Max(goal, snapshot.Goal), GoalRule.Rehearsal, "for a rehearsal");
        draft.Audit(new AuditEntry(by.Actor, "rehearsal.start", rehearsal.Id.Value, $"{seats} seats{(order.Force ? ", forced" : "")}"));
        return rehearsal;
    }

    private Refusal? Wrong(RehearsalOrder order) =>
        order.Seats is not { } seats || seats < 1 || seats > camp.Fleet.MaxShips ? TooMany(camp.Fleet.MaxShips)
        : camp.Tutorial(Tutorial(order)) is null ? new Refusal(RefusalKind.Invalid, "tutorial", "The camp has no such tutorial.", $"Name one of: {string.Join(", ", camp.Tutorials.Select(one => one.Name))}.")
        : !string.IsNullOrWhiteSpace(order.Image) && string.IsNullOrWhiteSpace(order.Tutorial) && camp.Tutorials.Length > 1
            ? new Refusal(RefusalKind.Invalid, "tutorial", "An image was given, but not of which tutorial it is.", $"Name one of: {string.Join(", ", camp.Tutorials.Select(one => one.Name))}.")
        : order.Minutes is < FewestMinutes or > MostMinutes ? new Refusal(RefusalKind.Invalid, "minutes", $"A rehearsal may take {FewestMinutes} to {MostMinutes} minutes.", $"Give a number between them; {DefaultMinutes} when left out.")
        : null;

    private string Tutorial(RehearsalOrder order) => string.IsNullOrWhiteSpace(order.Tutorial) ? camp.Tutorials[0].Name : order.Tutorial.Trim();

    private static Refusal TooMany(int most) => new(RefusalKind.Invalid, "seats", "So many seats cannot be rehearsed.", $"Give a whole number from 1 to {Math.Max(0, most)}, or raise fleet.max_ships in camp.yaml.");
}
