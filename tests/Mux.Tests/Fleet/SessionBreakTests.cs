using Mux.Camp;
using Mux.Fleet;
using Mux.Orders;
using Xunit;

namespace Mux.Tests.Fleet;

public sealed class SessionBreakTests
{
    private static readonly DateTimeOffset Opens = new(2027, 3, 4, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("10:30-10:45", "10:30-10:45")]
    [InlineData("11:00 to 11:05, 09:30 – 09:40", "09:30-09:40, 11:00-11:05")]
    [InlineData("2027-03-04 10:30 - 10:45", "10:30-10:45")]
    [InlineData("none", "")]
    [InlineData("", "")]
    public void Breaks_are_read_in_the_sessions_zone_and_written_as_they_may_be_read_again(string text, string written)
    {
        var session = Read(text).Session!;
        Assert.Equal(written, BreakForm.Write(session));
        Assert.Equal(session.Breaks, Read(written).Session!.Breaks);
        Assert.All(session.Breaks.Items, one => Assert.True(one.From > Opens));
    }

    [Theory]
    [InlineData("10:30", "must be a break such as")]
    [InlineData("half past ten-eleven", "must be a break such as")]
    [InlineData("25:30-26:00", "must be a time")]
    public void What_is_no_break_is_refused(string text, string message)
    {
        var error = Assert.Single(Read(text).Errors);
        Assert.Equal("breaks", error.Field);
        Assert.Contains(message, error.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10:45-10:30", "not after it begins")]
    [InlineData("08:30-09:30", "is not inside of it")]
    [InlineData("12:15-12:45", "is not inside of it")]
    [InlineData("10:30-10:45, 10:40-10:50", "overlap")]
    public void A_break_lies_inside_its_session_and_over_no_other(string text, string message)
    {
        var conflict = SessionRules.Check(Read(text).Session!, Timetable.Empty, 50, now: null);
        Assert.Equal("breaks", conflict?.Field);
        Assert.Contains(message, conflict!.Why, StringComparison.Ordinal);
        Assert.Null(SessionRules.Check(Read("10:30-10:45, 10:45-11:00, 12:15-12:30").Session!, Timetable.Empty, 50, now: null));
    }

    [Fact]
    public void The_next_break_is_of_the_session_that_is_on_and_else_of_the_next()
    {
        var morning = Read("10:30-10:45, 11:30-11:45").Session!;
        var noon = morning with { Name = "noon", Opens = Opens.AddHours(4), Closes = Opens.AddHours(8), Breaks = new EquatableList<SessionBreak>([new(Opens.AddHours(5), Opens.AddHours(6))]) };
        var table = Timetable.Of([morning, noon]);
        Assert.Equal(Opens.AddHours(1.5), table.NextBreak(Opens.AddHours(-1))!.Break.From);
        Assert.Equal(Opens.AddHours(2.5), table.NextBreak(Opens.AddHours(2))!.Break.From);
        Assert.Null(table.NextBreak(Opens.AddHours(3)));
        Assert.Equal("noon", table.NextBreak(Opens.AddHours(3.6))!.Session.Name);
        Assert.Null(table.NextBreak(Opens.AddDays(-3)));
    }

    [Fact]
    public void The_next_break_is_an_asking_rollouts_break_unless_another_is_named()
    {
        var (now, table) = (Opens.AddHours(1), Timetable.Of([Read("10:30-10:45").Session!]));
        Assert.Null(new DeployOrder("intro", "x").TermsAt(now, table)); // who asks nobody goes on asking nobody
        Assert.Equal(new ConsentTerms(Opens.AddHours(1.5), now.AddMinutes(15)) { BreakOf = "morning" }, new DeployOrder("intro", "x", Deadline: TimeSpan.FromMinutes(15)).TermsAt(now, table));
        Assert.Equal(new ConsentTerms(Opens.AddHours(1.5), null) { BreakOf = "morning" }, new DeployOrder("intro", "x") { AtNextBreak = true }.TermsAt(now, table));
        Assert.Equal(new ConsentTerms(now.AddMinutes(50), null), new DeployOrder("intro", "x", BreakAt: now.AddMinutes(50)).TermsAt(now, table));
        Assert.Equal(new ConsentTerms(null, now.AddMinutes(15)), new DeployOrder("intro", "x", Deadline: TimeSpan.FromMinutes(15)).TermsAt(now, Timetable.Empty));
        Assert.Equal("break", (new DeployOrder("intro", "x") { AtNextBreak = true }).Check(now, Timetable.Empty)!.Field);
        Assert.Null((new DeployOrder("intro", "x") { AtNextBreak = true }).Check(now, table));
    }

    [Fact]
    public void Breaks_stay_at_their_time_of_day_and_go_along_to_another_day()
    {
        var before = Read("10:30-10:45").Session!;
        Assert.Equal(before.Breaks, SessionFormReader.Read(new SessionForm("morning") { Opens = "09:15" }, before, "").Session!.Breaks);
        var moved = SessionFormReader.Read(new SessionForm("morning") { Opens = "2027-03-05 09:00", Closes = "12:30" }, before, "").Session!;
        Assert.Equal(Opens.AddDays(1).AddHours(1.5), moved.Breaks.Items.Single().From);
        Assert.Empty(SessionFormReader.Read(new SessionForm("morning") { Breaks = "" }, before, "").Session!.Breaks.Items);
    }

    private static SessionReading Read(string breaks) =>
        SessionFormReader.Read(new SessionForm("morning") { Opens = "2027-03-04 09:00", Closes = "12:30", Seats = 9, Breaks = breaks }, null, "Europe/Berlin");
}
