using System.Text;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Fleet;

/// <summary>The table of a ship's life, drawn from the code and held against the committed drawing: a change of the one shows in the other.</summary>
public sealed class LifecycleTableTests
{
    private static readonly (string Name, Func<Ship, ShipEvent> Make)[] Events =
    [
        ("ordered", _ => new ShipEvent.Ordered(new BatchId("b-1"), new EnrollmentToken("", Given.Noon))),
        ("accepted", _ => new ShipEvent.Accepted("m-1", Given.Block)),
        ("enrolled", _ => new ShipEvent.Enrolled(Given.Key)),
        ("enrolled, other key", _ => new ShipEvent.Enrolled("key-9")),
        ("hello", _ => new ShipEvent.SaidHello(2, new StreamId(2))),
        ("stale boot's hello", _ => new ShipEvent.SaidHello(0, new StreamId(2))),
        ("stale stream's hello", _ => new ShipEvent.SaidHello(2, default)),
        ("stream lost", _ => new ShipEvent.StreamLost(Given.Stream)),
        ("other stream lost", _ => new ShipEvent.StreamLost(new StreamId(9))),
        ("reported healthy", ship => Given.Healthy(ship, 9)),
        ("reported unhealthy", ship => Given.Unhealthy(ship, 9)),
        ("reported moved", ship => Given.Report(9, ship.Generation, Given.Status(ship, TutorialPhase.Healthy, new(Given.Inside.Address, 9999)))),
        ("probed good", ship => new ShipEvent.Probed(ship.Generation, true)),
        ("probed bad", ship => new ShipEvent.Probed(ship.Generation, false)),
        ("claimed", ship => new ShipEvent.Claimed(new AttendeeId("a-9"), ship.Home)),
        ("claimed with files", _ => new ShipEvent.Claimed(new AttendeeId("a-9"), new HomeId("h-9"))),
        ("retargeted", _ => new ShipEvent.Retargeted(Given.NewTarget)),
        ("retried", _ => new ShipEvent.Retried()),
        ("quarantined", _ => new ShipEvent.Quarantined("two agents")),
        ("departing", _ => new ShipEvent.Departing(TerminationCause.Organizer, "", Given.Noon)),
        ("launch refused", _ => new ShipEvent.Ended(TerminationCause.LaunchRefused, "")),
        ("boot timeout", _ => new ShipEvent.Ended(TerminationCause.BootTimeout, "")),
        ("failed", _ => new ShipEvent.Ended(TerminationCause.Failed, "")),
        ("lost", _ => new ShipEvent.Ended(TerminationCause.Lost, "")),
        ("taken back", _ => new ShipEvent.Ended(TerminationCause.Lost, "", Certain: true)),
        ("released", _ => new ShipEvent.Ended(TerminationCause.Released, "")),
        ("scaled in", _ => new ShipEvent.Ended(TerminationCause.ScaledIn, "")),
        ("organizer", _ => new ShipEvent.Ended(TerminationCause.Organizer, "")),
        ("reclaimed", _ => new ShipEvent.Reclaimed()),
    ];

    [Fact]
    public void The_table_is_the_one_that_was_agreed()
    {
        var file = Repository.At("tests", "Mux.Tests", "Fleet", "lifecycle.txt");
        var drawn = Draw();
        if (Environment.GetEnvironmentVariable("DRAW_LIFECYCLE") == "1")
        {
            File.WriteAllText(file, drawn);
        }

        Assert.Equal(File.ReadAllText(file), drawn);
    }

    [Fact]
    public void A_refused_event_changes_nothing_and_says_why()
    {
        foreach (var (ship, happened) in Enum.GetValues<ShipState>().SelectMany(state => Events.Select(entry => (Given.In(state), entry))))
        {
            var transition = ShipLifecycle.Apply(ship, happened.Make(ship), Given.Camp, Given.Noon);
            Assert.True(transition.Taken || (ReferenceEquals(ship, transition.Next) && transition.Refusal!.Length > 0), happened.Name);
        }
    }

    private static string Draw()
    {
        var states = Enum.GetValues<ShipState>();
        var text = new StringBuilder().AppendLine("event                " + string.Concat(states.Select(state => $"{state,-38}")).TrimEnd());
        foreach (var (name, make) in Events)
        {
            text.AppendLine($"{name,-21}" + string.Concat(states.Select(state => $"{Cell(Given.In(state), make),-38}")).TrimEnd());
        }

        return text.Replace("\r", "").ToString();
    }

    private static string Cell(Ship ship, Func<Ship, ShipEvent> make)
    {
        var transition = ShipLifecycle.Apply(ship, make(ship), Given.Camp, Given.Noon);
        return !transition.Taken ? $"({transition.Refusal})"
            : transition.Next.State + (transition.Durable ? "" : " ~") + (transition.Next.Generation > ship.Generation ? " +generation" : "");
    }
}
