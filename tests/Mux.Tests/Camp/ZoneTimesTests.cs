using Mux.Camp;
using Xunit;

namespace Mux.Tests.Camp;

public sealed class ZoneTimesTests
{
    private const string Berlin = "Europe/Berlin";

    [Theory]
    [InlineData("2027-03-04 09:00", Berlin, "2027-03-04T08:00:00Z")]
    [InlineData("2027-07-04T09:00", Berlin, "2027-07-04T07:00:00Z")]
    [InlineData("2027-07-04 09:00:30", Berlin, "2027-07-04T07:00:30Z")]
    [InlineData("2027-03-28 01:59", Berlin, "2027-03-28T00:59:00Z")]
    [InlineData("2027-03-28 03:00", Berlin, "2027-03-28T01:00:00Z")]
    [InlineData("2027-10-31 02:30 +02:00", Berlin, "2027-10-31T00:30:00Z")]
    [InlineData("2027-10-31 02:30 +01:00", Berlin, "2027-10-31T01:30:00Z")]
    [InlineData("2027-10-31T02:30+01", Berlin, "2027-10-31T01:30:00Z")]
    [InlineData("2027-03-04 09:00Z", "Etc/UTC", "2027-03-04T09:00:00Z")]
    [InlineData("2027-03-04 09:00", "Asia/Kathmandu", "2027-03-04T03:15:00Z")]
    [InlineData("2027-10-03 02:00", "Australia/Sydney", null)] // their clocks go forward in October
    [InlineData("2027-04-04 02:00", "Australia/Lord_Howe", "2027-04-03T15:30:00Z")]
    public void A_time_is_read_in_its_zone(string text, string zone, string? utc) =>
        Assert.Equal(utc is null ? null : DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture), ZoneTimes.Parse(text, zone, null).Moment?.ToUniversalTime());

    [Theory]
    [InlineData("2027-03-28 02:30", "does not exist in Europe/Berlin: the clocks go from 02:00 to 03:00")]
    [InlineData("2027-03-28 02:30 +01:00", "does not exist")]
    [InlineData("2027-10-31 02:30", "comes twice in Europe/Berlin, when the clocks go back: write '2027-10-31 02:30 +02:00' or '2027-10-31 02:30 +01:00'")]
    [InlineData("2027-03-04 09:00 +05:00", "has an offset that Europe/Berlin does not have then")]
    [InlineData("2027-02-30 09:00", "must be a time such as")]
    [InlineData("tomorrow", "must be a time such as")]
    [InlineData("09:00", "must be a time such as")]
    [InlineData("", "must be a time such as")]
    [InlineData("1970-01-01 00:00", "must be a time such as")]
    [InlineData("2027-03-04 25:00", "must be a time such as")]
    public void What_is_no_time_is_never_guessed_at(string text, string error)
    {
        var read = ZoneTimes.Parse(text, Berlin, null);
        Assert.Null(read.Moment);
        Assert.Contains(error, read.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_of_the_day_is_that_of_the_opening_in_its_zone()
    {
        var opens = ZoneTimes.Parse("2027-03-04 23:30", "Pacific/Auckland", null).Moment!;
        Assert.Equal(opens.Value.AddMinutes(15), ZoneTimes.Parse("23:45", "Pacific/Auckland", opens).Moment);
    }

    [Fact]
    public void What_is_shown_may_be_written_again_even_when_clocks_change()
    {
        foreach (var minutes in Enumerable.Range(0, 300))
        {
            var moment = new DateTimeOffset(2027, 10, 30, 22, 0, 0, TimeSpan.Zero).AddMinutes(minutes);
            Assert.Equal(moment, ZoneTimes.Parse(ZoneTimes.Write(moment, Berlin), Berlin, null).Moment);
        }

        Assert.Equal(("Thu 4 Mar 2027 09:00", "09:00"), (ZoneTimes.Show(new DateTimeOffset(2027, 3, 4, 8, 0, 0, TimeSpan.Zero), Berlin), ZoneTimes.ShowTime(new DateTimeOffset(2027, 3, 4, 8, 0, 0, TimeSpan.Zero), Berlin)));
    }

    [Theory]
    [InlineData("Europe/Berlin", true)]
    [InlineData("Etc/UTC", true)]
    [InlineData("Mars/Olympus", false)]
    [InlineData("W. Europe Standard Time", false)]
    [InlineData("../../etc/passwd", false)]
    [InlineData("", false)]
    public void Only_IANA_names_are_zones(string zone, bool isOne) => Assert.Equal(isOne, ZoneTimes.IsZone(zone));

    [Fact]
    public void A_zone_that_is_near_is_named() => Assert.Contains("Europe/Berlin", ZoneTimes.ZoneFix("Germany/Berlin"), StringComparison.Ordinal);
}
