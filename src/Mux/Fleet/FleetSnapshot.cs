using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>
/// All that the mux knows at one moment. Immutable and versioned: readers take it without a lock, the store alone publishes the next.
/// </summary>
internal sealed record FleetSnapshot
{
    public static readonly FleetSnapshot Empty = new();

    // Worked out when first asked for, carried along by the changes below, and dropped when what they are made from is replaced as a whole.
    private readonly ImmutableDictionary<ShipId, Ship> ships = ImmutableDictionary<ShipId, Ship>.Empty;
    private readonly ImmutableDictionary<string, LoginSession> logins = ImmutableDictionary.Create<string, LoginSession>(StringComparer.Ordinal);
    private ShipIndex? shipIndex;
    private ImmutableArray<Ship> shipList;
    private LoginIndex? loginIndex;

    /// <summary>The camp's name: part of every home's volume name.</summary>
    public string Camp { get; init; } = "";

    /// <summary>What this fleet's machines carry beside the camp's name.</summary>
    public FleetId Fleet { get; init; }

    /// <summary>The camp's own CA; null until it has been looked at. Not kept over a restart.</summary>
    public AuthorityFacts? Authority { get; init; }

    /// <summary>The organizer's word: the root of this fingerprint shall sign no more; null: there was none.</summary>
    public string? AuthorityToLeave { get; init; }

    /// <summary>Rises with every change.</summary>
    public long Version { get; init; }

    /// <summary>Rises only when a ship's spec changes, or a ship comes or goes: reports pour in, and who sends specs need not look at them.</summary>
    public long SpecVersion { get; private init; }

    public ImmutableDictionary<ShipId, Ship> Ships
    {
        get => ships;
        init => (ships, shipIndex, shipList) = (value, null, default);
    }

    /// <summary>The same in a row, for those who look at all of them: a planner does several times, and the dictionary is a tree.</summary>
    public ImmutableArray<Ship> ShipList => shipList.IsDefault ? shipList = [.. ships.Values] : shipList;

    /// <summary>Counts and free ships, without a look at every ship.</summary>
    public ShipIndex Index => shipIndex ??= ShipIndex.Of(ships.Values);

    public ImmutableDictionary<AttendeeId, Attendee> Attendees { get; init; } = ImmutableDictionary<AttendeeId, Attendee>.Empty;

    /// <summary>Attendees by <see cref="Attendee.NameKey"/>.</summary>
    public ImmutableDictionary<string, AttendeeId> Names { get; init; } = ImmutableDictionary.Create<string, AttendeeId>(StringComparer.Ordinal);

    /// <summary>The live ship of an attendee: at most one each way.</summary>
    public ImmutableDictionary<AttendeeId, ShipId> Berths { get; init; } = ImmutableDictionary<AttendeeId, ShipId>.Empty;

    /// <summary>Who waits, in order of arrival.</summary>
    public WaitingList Line { get; init; } = WaitingList.Empty;

    /// <summary>Logins by the hash of their cookie.</summary>
    public ImmutableDictionary<string, LoginSession> Logins
    {
        get => logins;
        init => (logins, loginIndex) = (value, null);
    }

    /// <summary>The same by attendee and by end.</summary>
    public LoginIndex LoginIndex => loginIndex ??= LoginIndex.Of(logins.Values);

    /// <summary>Tokens of the staff by their hash.</summary>
    public ImmutableDictionary<string, StaffToken> StaffTokens { get; init; } = ImmutableDictionary.Create<string, StaffToken>(StringComparer.Ordinal);

    /// <summary>Logins of the staff by the hash of their cookie.</summary>
    public ImmutableDictionary<string, StaffSession> StaffSessions { get; init; } = ImmutableDictionary.Create<string, StaffSession>(StringComparer.Ordinal);

    /// <summary>Who is expected, by id.</summary>
    public ImmutableDictionary<RosterId, RosterEntry> Roster { get; init; } = ImmutableDictionary<RosterId, RosterEntry>.Empty;

    /// <summary>Who asks for help, by attendee.</summary>
    public ImmutableDictionary<AttendeeId, Hand> Hands { get; init; } = ImmutableDictionary<AttendeeId, Hand>.Empty;

    /// <summary>Newest first; the last few.</summary>
    public ImmutableArray<Rehearsal> Rehearsals { get; init; } = [];

    /// <summary>The one that is on; null when none is.</summary>
    public Rehearsal? Rehearsing => Rehearsals is [{ IsOver: false } newest, ..] ? newest : null;

    /// <summary>Attendees who are somebody.</summary>
    public IEnumerable<Attendee> People => Attendees.Values.Where(attendee => !attendee.IsStandIn);

    /// <summary>By tutorial: the image that new ships get.</summary>
    public ImmutableSortedDictionary<string, TutorialTarget> Targets { get; init; } = ImmutableSortedDictionary<string, TutorialTarget>.Empty;

    /// <summary>By id.</summary>
    public ImmutableDictionary<RolloutId, Rollout> Rollouts { get; init; } = ImmutableDictionary<RolloutId, Rollout>.Empty;

    /// <summary>Orders to the provider whose answer is out.</summary>
    public ImmutableDictionary<BatchId, LaunchBatch> Batches { get; init; } = ImmutableDictionary<BatchId, LaunchBatch>.Empty;

    public LaunchBoard Board { get; init; } = LaunchBoard.Clear;

    /// <summary>The provider's machines when it was last asked; null when it could not be.</summary>
    public MachineLook? Look { get; init; }

    /// <summary>Why it could not be, for people; empty when it could.</summary>
    public string LookTrouble { get; init; } = "";

    /// <summary>By machine type: hours of machines whose ships are forgotten.</summary>
    public ImmutableSortedDictionary<string, double> MachineHours { get; init; } = ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

    /// <summary>Ships that there shall be; negative until the first pass of a camp's life.</summary>
    public int Goal { get; init; }

    /// <summary>Where the goal comes from.</summary>
    public GoalRule GoalRule { get; init; }

    /// <summary>The same for people, such as <c>session morning and its queue</c>.</summary>
    public string GoalWhy { get; init; } = "";

    public Timetable Sessions { get; init; } = Timetable.Empty;

    /// <summary>Attendees in line get ships.</summary>
    public bool DoorsOpen { get; init; }

    /// <summary>The organizer's word on the doors; null when their rule counts.</summary>
    public DoorsOrder? DoorsOrder { get; init; }

    /// <summary>Of the berths, those of attendees for whom seats are reserved.</summary>
    public int ReservedBerths { get; init; }

    /// <summary>By name: sessions as they stood in <c>camp.yaml</c> when they were taken from there.</summary>
    public ImmutableDictionary<string, string> Declared { get; init; } = ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>How long ships took to boot.</summary>
    public BootTimes Boots { get; init; } = BootTimes.None;

    /// <summary>The ship of an attendee; null while waiting.</summary>
    public Ship? ShipOf(AttendeeId attendee) => Berths.TryGetValue(attendee, out var id) && Ships.TryGetValue(id, out var ship) ? ship : null;

    /// <summary>Whoever opens the page takes a place in the line: not when nothing is to come, so that a forgotten page does not hold a place.</summary>
    public bool TakesArrivals(DateTimeOffset now) =>
        DoorsOpen || GoalRule == GoalRule.Hand || Sessions.IsEmpty || Sessions.Current(now) is not null || Sessions.Next(now)?.Opens - now < TimeSpan.FromHours(12);

    /// <summary>A machine for the ship has been ordered, and it is not known yet what came of it.</summary>
    public bool IsOrdered(Ship ship) => ship.Batch is { } batch && Batches.ContainsKey(batch);

    /// <summary>Whose link has a secret of this SHA-256; null when no stand-in's has.</summary>
    public Attendee? StandInOf(string link) => Names.TryGetValue(AttendeeKey.OfStandIn(link), out var id) ? Attendees.GetValueOrDefault(id) : null;

    /// <summary>Somebody's files are on it, to be kept.</summary>
    public bool HoldsWork(Ship ship) => ship.Attendee is { } id && Attendees.TryGetValue(id, out var attendee) && !attendee.IsStandIn;

    /// <summary>1 for the first in line; null when not waiting.</summary>
    public int? PositionOf(AttendeeId attendee) => Attendees.TryGetValue(attendee, out var who) && who.LineNumber is { } number ? Line.PositionOf(number) : null;

    public int Count(ShipState state) => Index.Count(state);

    /// <summary>With a new ship, or another state of one.</summary>
    public FleetSnapshot With(Ship ship)
    {
        var before = ships.GetValueOrDefault(ship.Id);
        var isSame = before is not null && before.Generation == ship.Generation && before.IsLive == ship.IsLive;
        return this with { Ships = ships.SetItem(ship.Id, ship), shipIndex = Index.With(before, ship), SpecVersion = isSame ? SpecVersion : SpecVersion + 1 };
    }

    public FleetSnapshot Without(ShipId ship) => ships.TryGetValue(ship, out var gone)
        ? this with { Ships = ships.Remove(ship), shipIndex = Index.With(gone, null), SpecVersion = SpecVersion + 1 }
        : this;

    public FleetSnapshot With(LoginSession login) => this with { Logins = logins.SetItem(login.Key, login), loginIndex = LoginIndex.With(logins.GetValueOrDefault(login.Key), login) };

    public FleetSnapshot WithoutLogin(string key) => logins.TryGetValue(key, out var gone) ? this with { Logins = logins.Remove(key), loginIndex = LoginIndex.With(gone, null) } : this;

    public FleetSnapshot With(Attendee attendee)
    {
        var before = Attendees.GetValueOrDefault(attendee.Id);
        var berths = Berths.ContainsKey(attendee.Id) ? Reserved(attendee) - Reserved(before) : 0;
        return this with
        {
            Attendees = Attendees.SetItem(attendee.Id, attendee),
            Names = Names.SetItem(attendee.NameKey, attendee.Id),
            Line = Line.With(before, attendee),
            ReservedBerths = ReservedBerths + berths,
        };
    }

    public FleetSnapshot Without(Attendee attendee) => WithoutBerth(attendee.Id) with
    {
        Attendees = Attendees.Remove(attendee.Id),
        Names = Names.Remove(attendee.NameKey),
        Line = Line.With(attendee, attendee with { LineNumber = null }),
    };

    public FleetSnapshot WithBerth(AttendeeId attendee, ShipId ship) => this with
    {
        Berths = Berths.SetItem(attendee, ship),
        ReservedBerths = ReservedBerths + (Berths.ContainsKey(attendee) ? 0 : Reserved(Attendees.GetValueOrDefault(attendee))),
    };

    public FleetSnapshot WithoutBerth(AttendeeId attendee) => Berths.ContainsKey(attendee)
        ? this with { Berths = Berths.Remove(attendee), ReservedBerths = ReservedBerths - Reserved(Attendees.GetValueOrDefault(attendee)) }
        : this;

    private static int Reserved(Attendee? attendee) => attendee is { HasReservedSeat: true } ? 1 : 0;
}
