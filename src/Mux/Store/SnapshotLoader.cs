using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Mux.Fleet;

namespace Mux.Store;

/// <summary>Makes the first snapshot of a run from what is on disk.</summary>
internal static class SnapshotLoader
{
    public static async Task<FleetSnapshot> LoadAsync(SqliteDatabase database, DateTimeOffset now)
    {
        var ships = await DocumentsAsync<Ship>(database, "SELECT document FROM ships");
        var attendees = await DocumentsAsync<Attendee>(database, "SELECT document FROM attendees");
        var rollouts = await DocumentsAsync<Rollout>(database, "SELECT document FROM rollouts");
        var batches = await DocumentsAsync<LaunchBatch>(database, "SELECT document FROM effects WHERE kind = 'launch' AND ended_at IS NULL AND document IS NOT NULL");
        var sessions = await DocumentsAsync<CampSession>(database, "SELECT document FROM sessions");
        var logins = await database.ReadAsync<LoginRow>("SELECT key, attendee, expires_at AS ExpiresAt, word FROM logins");
        var settings = (await database.ReadAsync<SettingRow>("SELECT key, value FROM settings")).ToDictionary(row => row.Key, row => row.Value, StringComparer.Ordinal);
        var rehearsals = await DocumentsAsync<Rehearsal>(database, "SELECT document FROM rehearsals");
        var snapshot = new FleetSnapshot
        {
            Version = 1,
            Ships = ships.ToImmutableDictionary(ship => ship.Id, ship => ship with { Vitals = ShipVitals.None with { LinkSince = now } }),
            Attendees = attendees.ToImmutableDictionary(attendee => attendee.Id),
            Names = attendees.ToImmutableDictionary(attendee => attendee.NameKey, attendee => attendee.Id, StringComparer.Ordinal),
            Berths = ships.Where(ship => ship is { IsLive: true, Attendee: not null }).ToImmutableDictionary(ship => ship.Attendee!.Value, ship => ship.Id),
            Line = WaitingList.Of(attendees),
            Logins = logins.ToImmutableDictionary(row => row.Key, row => row.ToLogin(), StringComparer.Ordinal),
            StaffTokens = (await DocumentsAsync<StaffToken>(database, "SELECT document FROM staff_tokens")).ToImmutableDictionary(token => token.Key, StringComparer.Ordinal),
            StaffSessions = (await DocumentsAsync<StaffSession>(database, "SELECT document FROM staff_sessions")).ToImmutableDictionary(session => session.Key, StringComparer.Ordinal),
            Roster = (await DocumentsAsync<RosterEntry>(database, "SELECT document FROM roster")).ToImmutableDictionary(entry => entry.Id),
            Hands = (await DocumentsAsync<Hand>(database, "SELECT document FROM hands")).ToImmutableDictionary(hand => hand.Attendee),
            Rehearsals = [.. rehearsals.OrderByDescending(rehearsal => rehearsal.StartedAt)],
            Rollouts = rollouts.ToImmutableDictionary(rollout => rollout.Id),
            Batches = batches.ToImmutableDictionary(batch => batch.Id),
            MachineHours = settings.Where(pair => pair.Key.StartsWith(StoreRows.HoursPrefix, StringComparison.Ordinal))
                .ToImmutableSortedDictionary(pair => pair.Key[StoreRows.HoursPrefix.Length..], pair => double.Parse(pair.Value, CultureInfo.InvariantCulture), StringComparer.Ordinal),
            Targets = settings.Where(pair => pair.Key.StartsWith(StoreRows.TargetPrefix, StringComparison.Ordinal))
                .Select(pair => new TutorialTarget(pair.Key[StoreRows.TargetPrefix.Length..], pair.Value, null))
                .ToImmutableSortedDictionary(target => target.Tutorial, target => target),
            Sessions = Timetable.Of(sessions),
            Goal = settings.TryGetValue(StoreRows.GoalKey, out var goal) ? int.Parse(goal, CultureInfo.InvariantCulture) : -1,
            GoalRule = Enum.TryParse<GoalRule>(settings.GetValueOrDefault(StoreRows.GoalRuleKey), out var rule) ? rule : settings.ContainsKey(StoreRows.GoalKey) ? GoalRule.Hand : GoalRule.Sessions,
            GoalWhy = settings.GetValueOrDefault(StoreRows.GoalWhyKey, ""),
            Declared = settings.Where(pair => pair.Key.StartsWith(StoreRows.DeclaredPrefix, StringComparison.Ordinal))
                .ToImmutableDictionary(pair => pair.Key[StoreRows.DeclaredPrefix.Length..], pair => pair.Value, StringComparer.Ordinal),
            DoorsOpen = settings.ContainsKey(StoreRows.DoorsKey),
            DoorsOrder = settings.TryGetValue(StoreRows.DoorsOrderKey, out var order) ? JsonSerializer.Deserialize<DoorsOrder>(order, StoreJson.Options) : null,
            AuthorityToLeave = settings.GetValueOrDefault(StoreRows.AuthorityKey),
            Boots = BootTimes.Parse(settings.GetValueOrDefault(StoreRows.BootsKey)),
        };
        return snapshot with { ReservedBerths = snapshot.Berths.Keys.Count(id => snapshot.Attendees.GetValueOrDefault(id)?.HasReservedSeat == true) };
    }

    private static async Task<List<T>> DocumentsAsync<T>(SqliteDatabase database, string sql) =>
        [.. (await database.ReadAsync<string>(sql)).Select(document => JsonSerializer.Deserialize<T>(document, StoreJson.Options)!)];

    private sealed class LoginRow
    {
        public string Key { get; init; } = "";

        public string Attendee { get; init; } = "";

        public string ExpiresAt { get; init; } = "";

        public string Word { get; init; } = "";

        public LoginSession ToLogin() => new(Key, new AttendeeId(Attendee), DateTimeOffset.Parse(ExpiresAt, CultureInfo.InvariantCulture))
        {
            Word = Word.Length == 0 ? null : JsonSerializer.Deserialize<ProviderWord>(Word, StoreJson.Options),
        };
    }

    private sealed class SettingRow
    {
        public string Key { get; init; } = "";

        public string Value { get; init; } = "";
    }
}
