using Mux.Fleet;
using Mux.Pages;

namespace Mux.Dashboard;

/// <summary>One person of the roster.</summary>
/// <param name="Facts">Name and value, in the order to read them.</param>
/// <param name="Note">What came of an order, with a link that is shown this once.</param>
/// <param name="Warning">What a new link does to the one before; empty when there is none that still works.</param>
public sealed record RosterPersonModel(ShellModel Shell, string Id, string Name, Badge Link, IReadOnlyList<Fact> Facts, RosterNote Note, string Warning)
{
    internal static RosterPersonModel Of(ShellModel shell, RosterEntry entry, FleetSnapshot snapshot, RosterNote note, DateTimeOffset now)
    {
        var line = RosterLine.Of(entry, now);
        return new RosterPersonModel(
            shell,
            line.Id,
            line.Name,
            line.Link,
            [.. FactsOf(entry, line, snapshot, now)],
            note,
            entry.Link is { UsedAt: null } link && link.ExpiresAt > now ? "The link that was mailed, printed or shown before ends with it." : "");
    }

    private static IEnumerable<Fact> FactsOf(RosterEntry entry, RosterLine line, FleetSnapshot snapshot, DateTimeOffset now)
    {
        yield return new Fact("Address", line.Email);
        yield return new Fact("Role", entry.Tutorials.Items.Length > 0 ? $"{line.Role}: {string.Join(", ", entry.Tutorials.Items)}" : line.Role);
        yield return new Fact("Group", line.Group.Length > 0 ? line.Group : "none");
        yield return new Fact("On the roster", Wording.Ago(entry.AddedAt, now));
        yield return new Fact("Mail", line.Told.Length > 0 ? line.Told : "none");
        if (entry.Link is { UsedAt: null } link)
        {
            yield return new Fact("The link ends", link.ExpiresAt > now ? $"in {Wording.Span(link.ExpiresAt - now)}" : "is past");
        }

        var attendee = snapshot.Names.TryGetValue(AttendeeKey.Of(entry.Identity), out var id) ? snapshot.Attendees.GetValueOrDefault(id) : null;
        yield return new Fact("In the camp", attendee is null ? "not yet" : snapshot.ShipOf(attendee.Id) is { } ship ? $"on ship {ship.Id}" : $"logged in {Wording.Ago(attendee.CreatedAt, now)}, on no ship now");
    }
}
