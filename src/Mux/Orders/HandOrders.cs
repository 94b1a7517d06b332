using Mux.Camp;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Orders;

/// <summary>What helpers do about raised hands. Nothing here opens a notebook: only its attendee can.</summary>
internal sealed class HandOrders(FleetStore store, CampDefinition camp)
{
    /// <summary>Tells the attendee who comes. A hand that somebody else has taken changes hands, and nothing that was opened to the other stays open.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public Task<Ordered<Hand>> TakeAsync(string id, Orderer by, CancellationToken cancellationToken) => ChangeAsync(id, by, "hand.taken", _ => "", (_, hand) => HandRules.TakenBy(hand, HelperOf(by)), cancellationToken);

    /// <summary>The attendee is helped: the hand goes down, and with it all that was opened.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public async Task<Ordered<Hand>> FinishAsync(string id, Orderer by, CancellationToken cancellationToken) => await store.ChangeAsync<Ordered<Hand>>(
        draft =>
        {
            if (HandRules.Find(draft.Snapshot, id) is not { } hand)
            {
                return Unknown();
            }

            draft.Remove(hand);
            draft.Audit(new AuditEntry(by.Actor, "hand.done", hand.Attendee.Value, hand.Leave is null ? "" : "what was open to see is closed"));
            return hand;
        },
        cancellationToken);

    /// <summary>Asks the attendee for leave to look; while looking is open, for leave to type.</summary>
    /// <param name="tutorial">Whose notebooks; empty: the hand's own.</param>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public Task<Ordered<Hand>> AskAsync(string id, string? tutorial, Orderer by, CancellationToken cancellationToken) => ChangeAsync(
        id,
        by,
        "help.asked",
        hand => $"to {(hand.Question!.Typing ? "type in" : "see")} {hand.Question.Tutorial}",
        (draft, hand) =>
        {
            var about = string.IsNullOrEmpty(tutorial) ? hand.Tutorial.Length > 0 ? hand.Tutorial : camp.Tutorials[0].Name : tutorial;
            return hand.Helper?.Key != by.Staff.Key ? new Refusal(RefusalKind.Conflict, "id", "Only who has taken the hand asks.", "Take it first: then the attendee knows who comes.")
                : camp.Tutorial(about) is null ? new Refusal(RefusalKind.Invalid, "tutorial", "The camp has no such tutorial.", $"Name one of: {string.Join(", ", camp.Tutorials.Select(known => known.Name))}.")
                : draft.Snapshot.ShipOf(hand.Attendee) is null ? new Refusal(RefusalKind.Conflict, "id", "The attendee has no machine at the moment.", "Wait until there is something to see.")
                : HandRules.Open(hand, draft.Snapshot, draft.Now) is { Typing: true } ? new Refusal(RefusalKind.Conflict, "id", "You may type there already.", "Open it.")
                : hand.Question is not null ? new Refusal(RefusalKind.Conflict, "id", "The attendee has been asked and has not answered yet.", "Wait for the answer.")
                : HandRules.Asked(hand, about, draft.Snapshot, draft.Now);
        },
        cancellationToken);

    /// <summary>Gives back what the attendee has opened, and takes back a question.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public Task<Ordered<Hand>> CloseAsync(string id, Orderer by, CancellationToken cancellationToken) => ChangeAsync(
        id,
        by,
        "help.ended",
        _ => "by the helper",
        (_, hand) => hand is { Leave: null, Question: null }
            ? new Refusal(RefusalKind.Conflict, "id", "Nothing is open or asked.", "There is nothing to end.")
            : HandRules.Closed(hand) with { Question = null },
        cancellationToken);

    private async Task<Ordered<Hand>> ChangeAsync(string id, Orderer by, string action, Func<Hand, string> detail, Func<StoreDraft, Hand, Ordered<Hand>> next, CancellationToken cancellationToken) => await store.ChangeAsync(
        draft =>
        {
            var outcome = HandRules.Find(draft.Snapshot, id) is { } hand ? next(draft, hand) : Unknown();
            if (outcome.Result is { } changed && changed != draft.Snapshot.Hands[changed.Attendee])
            {
                draft.Put(changed);
                draft.Audit(new AuditEntry(by.Actor, action, changed.Attendee.Value, detail(changed)));
            }

            return outcome;
        },
        cancellationToken);

    private static Helper HelperOf(Orderer by) => new(by.Staff.Key, by.Name);

    private static Ordered<Hand> Unknown() => new Refusal(RefusalKind.NotFound, "id", "There is no such hand: it was lowered, or is done.", "GET /api/v1/hands (or 'mux hands list') lists those that are up.");
}
