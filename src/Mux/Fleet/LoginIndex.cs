using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>Logins by whose they are and by when they end: a login looks for its own kind, and must not walk along all the others.</summary>
internal sealed class LoginIndex
{
    private readonly ImmutableDictionary<AttendeeId, ImmutableList<LoginSession>> byAttendee;
    private readonly ImmutableSortedSet<(DateTimeOffset ExpiresAt, string Key)> byEnd;

    private LoginIndex(ImmutableDictionary<AttendeeId, ImmutableList<LoginSession>> byAttendee, ImmutableSortedSet<(DateTimeOffset ExpiresAt, string Key)> byEnd) =>
        (this.byAttendee, this.byEnd) = (byAttendee, byEnd);

    public static LoginIndex Of(IEnumerable<LoginSession> logins)
    {
        var all = logins.ToList();
        return new LoginIndex(
            all.GroupBy(login => login.Attendee).ToImmutableDictionary(group => group.Key, group => group.ToImmutableList()),
            [.. all.Select(login => (login.ExpiresAt, login.Key))]);
    }

    public IReadOnlyList<LoginSession> Of(AttendeeId attendee) => byAttendee.GetValueOrDefault(attendee, []);

    /// <summary>Keys of those that have ended by then.</summary>
    public IEnumerable<string> EndedBy(DateTimeOffset now) => byEnd.TakeWhile(end => end.ExpiresAt <= now).Select(end => end.Key);

    public LoginIndex With(LoginSession? before, LoginSession? after)
    {
        var (mine, ends) = (byAttendee, byEnd);
        if (before is not null)
        {
            var left = mine.GetValueOrDefault(before.Attendee, []).RemoveAll(login => login.Key == before.Key);
            mine = left.IsEmpty ? mine.Remove(before.Attendee) : mine.SetItem(before.Attendee, left);
            ends = ends.Remove((before.ExpiresAt, before.Key));
        }

        if (after is not null)
        {
            mine = mine.SetItem(after.Attendee, mine.GetValueOrDefault(after.Attendee, []).Add(after));
            ends = ends.Add((after.ExpiresAt, after.Key));
        }

        return new LoginIndex(mine, ends);
    }
}
