using Mux.Alerts;
using Mux.Fleet;
using Mux.Tests.Fleet;
using Xunit;

namespace Mux.Tests.Alerts;

public sealed class AlertBoardTests
{
    private DateTimeOffset now = Given.Noon;
    private AlertBoard board = AlertBoard.Empty;
    private readonly List<string> told = [];

    [Fact]
    public void What_lasts_is_raised_once_and_what_is_gone_for_a_minute_clears_once()
    {
        Look(120, Image);
        Look(120);
        Assert.Equal(["raised plots", "cleared plots"], told);
        Assert.Empty(board.Active);
        var past = Assert.Single(board.Past);
        Assert.Equal((Given.Noon.AddSeconds(15), Given.Noon.AddSeconds(185)), (past.RaisedAt, past.ClearedAt!.Value));
    }

    [Fact]
    public void What_comes_and_goes_raises_nothing_and_what_goes_and_comes_clears_nothing()
    {
        for (var i = 0; i < 20; i++)
        {
            Look(5, Image);
            Look(5);
        }

        Assert.Empty(told);
        Look(15, Image);
        for (var i = 0; i < 20; i++)
        {
            Look(30);
            Look(5, Image);
        }

        Assert.Equal(["raised plots"], told);
    }

    [Fact]
    public void Between_the_two_marks_an_alert_stays_as_it_is_and_none_is_raised()
    {
        Look(300, Image with { Raises = false });
        Assert.Empty(told);
        Look(30, Image);
        Look(300, Image with { Raises = false });
        Assert.Equal(["raised plots"], told);
        Assert.Single(board.Active);
    }

    [Fact]
    public void News_of_an_alert_that_is_up_are_shown_and_told_again_only_when_worse_than_ever()
    {
        Look(30, Image);
        var version = board.Version;
        Look(5, Image);
        Assert.Equal(version, board.Version);
        Look(5, new AlertFinding(AlertKind.FailingImage, "plots", Severity.Bad, "worse", "mend it"));
        var alert = Assert.Single(board.Active);
        Assert.Equal((Severity.Bad, "worse"), (alert.Severity, alert.Text));
        Assert.True(board.Version > version);
        Assert.Equal(["raised plots", "worsened plots"], told);
        Assert.Equal(now, alert.WorsenedAt);
        board = AlertBoard.Of(board.Active);
        Look(5, Image);
        Assert.Equal(Severity.Warning, Assert.Single(board.Active).Severity);
        Look(5, new AlertFinding(AlertKind.FailingImage, "plots", Severity.Bad, "worse again", "mend it"));
        Assert.Equal(["raised plots", "worsened plots"], told);
    }

    [Fact]
    public void The_worst_come_first_and_a_run_goes_on_where_the_one_before_ended()
    {
        Look(30, Image, new AlertFinding(AlertKind.NoCapacity, "line", Severity.Bad, "people wait", "grow"));
        Assert.Equal(["line", "plots"], board.Active.Select(alert => alert.Subject));
        var kept = board.Active;
        board = AlertBoard.Of(kept);
        Look(30, Image);
        Look(70);
        Assert.Equal(["raised plots", "raised line", "cleared line", "cleared plots"], told);
        Assert.Equal(kept.Select(alert => alert.Id).ToHashSet(), board.Past.Select(alert => alert.Id).ToHashSet());
    }

    [Fact]
    public void Words_of_ships_are_capped_and_one_line()
    {
        var finding = new AlertFinding(AlertKind.FailingImage, "plots", Severity.Bad, "a\nb\u001b[31m" + new string('x', 9000), "") { Output = new string('y', 9000) + "end" };
        Assert.StartsWith("a b [31m", finding.Text, StringComparison.Ordinal);
        Assert.Equal(500, finding.Text.Length);
        Assert.Equal(2000, finding.Output.Length);
        Assert.EndsWith("end", finding.Output, StringComparison.Ordinal);
    }

    private static AlertFinding Image => new(AlertKind.FailingImage, "plots", Severity.Warning, "plots fails", "mend it");

    // A look every five seconds.
    private void Look(int seconds, params AlertFinding[] findings)
    {
        for (var passed = 0; passed < seconds; passed += 5)
        {
            now += TimeSpan.FromSeconds(5);
            var turn = board.Next([.. findings], now);
            told.AddRange(turn.Raised.Select(alert => $"raised {alert.Subject}"));
            told.AddRange(turn.Worsened.Select(alert => $"worsened {alert.Subject}"));
            told.AddRange(turn.Cleared.Select(alert => $"cleared {alert.Subject}"));
            board = turn.Board;
        }
    }
}
