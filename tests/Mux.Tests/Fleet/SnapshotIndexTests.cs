using FsCheck;
using FsCheck.Fluent;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Fleet;

/// <summary>What a snapshot keeps beside its ships, attendees and logins is always what a look at all of them would give.</summary>
public sealed class SnapshotIndexTests
{
    private static readonly Gen<Ship> Ships =
        from number in Gen.Choose(0, 12)
        from state in Gen.Elements(Enum.GetValues<ShipState>())
        from quarantined in Gen.Elements(true, false, false)
        from link in Gen.Elements(Enum.GetValues<ShipLink>())
        from minutes in Gen.Choose(0, 3)
        let ship = Given.In(state)
        select ship with { Id = new ShipId($"s-{number}"), Quarantined = quarantined, StateSince = Given.Noon.AddMinutes(minutes), Vitals = ship.Vitals with { Link = link } };

    private static readonly Gen<Attendee> People =
        from number in Gen.Choose(0, 12)
        from line in Gen.Choose(-3, 20)
        from origin in Gen.Elements(Enum.GetValues<AttendeeOrigin>())
        select new Attendee(new AttendeeId($"a-{number}"), "", $"{number}", "", null, Given.Noon, line > 12 ? null : (line * 100) + number, "") { Origin = origin };

    [Fact]
    public void Counts_and_free_ships_keep_up_with_every_change() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Gen.ListOf(Ships).ToArbitrary(), ships =>
    {
        var snapshot = Given.Fleet(0);
        foreach (var (ship, i) in ships.Select((ship, i) => (ship, i)))
        {
            snapshot = i % 5 == 4 ? snapshot.Without(ship.Id) : snapshot.With(ship);
            var all = snapshot.Ships.Values.ToList();
            Assert.All(Enum.GetValues<ShipState>(), state => Assert.Equal(all.Count(one => one.State == state), snapshot.Count(state)));
            Assert.Equal(all.Count(one => one is { IsLive: true, Quarantined: false }), snapshot.Index.Counted);
            Assert.Equal(
                all.Where(one => one is { State: ShipState.Available, Quarantined: false, Vitals.Link: ShipLink.Connected }).OrderBy(one => one.StateSince).ThenBy(one => one.Id.Value, StringComparer.Ordinal).Select(one => one.Id.Value),
                snapshot.Index.Free.Select(free => free.Ship));
        }
    }));

    [Fact]
    public void Positions_are_those_of_the_whole_line() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Gen.ListOf(People).ToArbitrary(), people =>
    {
        var snapshot = FleetSnapshot.Empty;
        foreach (var one in people)
        {
            snapshot = snapshot.With(one);
            var waiting = snapshot.Attendees.Values.Where(who => who.LineNumber is not null).OrderBy(who => who.LineNumber).ToList();
            Assert.Equal(waiting.Select(who => who.Id), snapshot.Line.Values);
            Assert.All(waiting.Index(), who => Assert.Equal(who.Index + 1, snapshot.PositionOf(who.Item.Id)));
            Assert.Equal(waiting.FirstOrDefault(who => who.HasReservedSeat)?.Id, snapshot.Line.FirstReserved?.Attendee);
            Assert.Equal(waiting.Count(who => who.HasReservedSeat), snapshot.Line.ReservedCount);
        }
    }));

    [Fact]
    public void A_fleet_replaced_as_a_whole_is_looked_at_anew()
    {
        var snapshot = Given.Fleet(1, Given.Available());
        Assert.Equal(1, snapshot.Count(ShipState.Available));
        Assert.Equal(0, (snapshot with { Ships = snapshot.Ships.Clear() }).Count(ShipState.Available));
    }

    [Fact]
    public void Logins_are_found_by_attendee_and_by_end()
    {
        var (ada, ben) = (new AttendeeId("a-1"), new AttendeeId("a-2"));
        var snapshot = FleetSnapshot.Empty
            .With(new LoginSession("k1", ada, Given.Noon.AddHours(1))).With(new LoginSession("k2", ada, Given.Noon.AddHours(2))).With(new LoginSession("k3", ben, Given.Noon.AddHours(1)))
            .With(new LoginSession("k3", ben, Given.Noon.AddHours(3))).WithoutLogin("k2");
        Assert.Equal(["k1"], snapshot.LoginIndex.Of(ada).Select(login => login.Key));
        Assert.Equal(["k1"], snapshot.LoginIndex.EndedBy(Given.Noon.AddHours(2)));
        Assert.Equal(["k1", "k3"], snapshot.LoginIndex.EndedBy(Given.Noon.AddHours(3)));
    }
}
