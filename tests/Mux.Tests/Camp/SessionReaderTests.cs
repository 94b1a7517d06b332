using Mux.Camp;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Camp;

public sealed class SessionReaderTests
{
    private const string Camp = "name: spring\ntutorials: [{name: intro, image: 'reg.example/intro:1'}]\nfleet: {max_ships: 50}\n";
    private const string Zone = "time_zone: Europe/Berlin\n";

    [Fact]
    public void Sessions_are_read_in_the_camps_zone()
    {
        var camp = CampReader.Read(
            Camp + Zone + """
            sessions:
              - {name: morning, title: The morning, opens: 2027-03-04 09:00, closes: '12:30', seats: 40, spare: 2, no_shows: 10, warm_by: 20m, doors: ready, reserved: 5, reserved_for: 10m}
              - {name: tokyo, time_zone: Asia/Tokyo, opens: 2027-03-05 09:00, closes: 2027-03-05 17:00, seats: 10, warm_by: '08:30'}
            """,
            ".").Camp!;
        var morning = camp.Sessions[0].Session;
        var opens = new DateTimeOffset(2027, 3, 4, 8, 0, 0, TimeSpan.Zero);
        Assert.Equal((opens, opens.AddHours(3.5), opens.AddMinutes(-20), opens.AddMinutes(10)), (morning.Opens, morning.Closes, morning.WarmBy, morning.ReservedUntil));
        Assert.Equal((40, 38, DoorsRule.Ready, 5, "The morning"), (morning.Seats, morning.Wanted, morning.Doors, morning.Reserved, morning.Title));
        Assert.Equal(TimeSpan.FromMinutes(30), camp.Sessions[1].Session.Opens - camp.Sessions[1].Session.WarmBy);
        Assert.Equal(TimeSpan.FromHours(9), camp.Sessions[1].Session.Opens.Offset);
    }

    [Theory]
    [InlineData("sessions: [{name: a, opens: 2027-03-04 09:00, closes: '12:00', seats: 5}]", "time_zone", "write an IANA name")]
    [InlineData("time_zone: Mars/Olympus", "time_zone", "is not a time zone")]
    [InlineData(Zone + "sessions: [{name: a, closes: '12:00', seats: 5}]", "sessions[0].opens", "is missing")]
    [InlineData(Zone + "sessions: [{name: a, opens: 2027-03-04 09:00, closes: '12:00'}]", "sessions[0].seats", "is missing")]
    [InlineData(Zone + "sessions: [{name: a, opens: 2027-03-04 09:00, closes: '08:00', seats: 5}]", "sessions[0].closes", "not after it opens")]
    [InlineData(Zone + "sessions: [{name: a, opens: 2027-03-04 09:00, closes: '12:00', seats: 49, spare: 2}]", "sessions[0].seats", "needs 51 ships")]
    [InlineData(Zone + "sessions: [{name: a, opens: 2027-03-04 09:00, closes: '12:00', seats: 9, warm_by: '09:30'}]", "sessions[0].warm_by", "after it opens")]
    [InlineData(Zone + "sessions: [{name: a, opens: 2027-03-04 09:00, closes: '12:00', seats: 9, doors: ajar}]", "sessions[0].doors", "time, ready or hand")]
    [InlineData(Zone + "sessions: [{name: a, opens: 2027-03-04 09:00, closes: '12:00', seats: 9, reserved: 10}]", "sessions[0].reserved", "10 reserved of 9")]
    [InlineData(Zone + "sessions: [{name: a, opens: 2027-03-28 02:30, closes: '12:00', seats: 9}]", "sessions[0].opens", "does not exist")]
    [InlineData(Zone + "sessions: [{name: a, opens: 2027-03-04 09:00, closes: '12:00', seats: 9}, {name: b, opens: 2027-03-04 11:59, closes: '13:00', seats: 9}]", "sessions[1].opens", "overlaps session a")]
    [InlineData(Zone + "sessions: [{name: a, opens: 2027-03-04 09:00, closes: '12:00', seats: 9}, {name: a, opens: 2027-03-04 12:00, closes: '13:00', seats: 9}]", "sessions", "names must differ")]
    [InlineData(Zone + "sessions: [{name: a, opens: 2027-03-04 09:00, closes: '12:00', seats: 9, wram_by: 5m}]", "sessions[0].wram_by", "did you mean 'warm_by'")]
    public void What_is_wrong_with_a_session_is_named(string text, string field, string message)
    {
        var reading = CampReader.Read(Camp + text, ".");
        Assert.Null(reading.Camp);
        Assert.Contains(reading.Errors, error => error.Field.EndsWith(field, StringComparison.Ordinal) && error.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Sessions_that_touch_do_not_overlap() => Assert.NotNull(CampReader.Read(
        Camp + Zone + "sessions: [{name: a, opens: 2027-03-04 09:00, closes: '12:00', seats: 9}, {name: b, opens: 2027-03-04 12:00, closes: '13:00', seats: 9}]", ".").Camp);

    [Fact]
    public void A_change_of_the_opening_moves_what_is_measured_from_it()
    {
        var before = new CampSession("a", new DateTimeOffset(2027, 3, 4, 8, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 3, 4, 11, 0, 0, TimeSpan.Zero))
        {
            Zone = "Europe/Berlin", Seats = 9, WarmBy = new DateTimeOffset(2027, 3, 4, 7, 30, 0, TimeSpan.Zero), ReservedUntil = new DateTimeOffset(2027, 3, 4, 8, 10, 0, TimeSpan.Zero),
        };
        var after = SessionFormReader.Read(new SessionForm("a") { Opens = "09:30" }, before, "").Session!;
        Assert.Equal(before.Opens.AddMinutes(30), after.Opens);
        Assert.Equal((30.0, 10.0, before.Closes, 9), ((after.Opens - after.WarmBy).TotalMinutes, (after.ReservedUntil - after.Opens).TotalMinutes, after.Closes, after.Seats));
    }
}
