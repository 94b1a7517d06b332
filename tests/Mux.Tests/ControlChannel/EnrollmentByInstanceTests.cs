using System.Net;
using Contracts.Control;
using Mux.ControlChannel;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.ControlChannel;

/// <summary>Machines of a cloud: a batch shares one token, so it is the machine and its address that say who calls.</summary>
public sealed class EnrollmentByInstanceTests
{
    private const string Token = "the-token-of-the-batch";
    private const string Key = "the-key-of-the-agent";
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(57);
    private static readonly Ship One = MakeShip("i-0aaaaaaaaaaaaaaa1", "10.0.1.11/32");
    private static readonly Ship Two = MakeShip("i-0aaaaaaaaaaaaaaa2", "10.0.1.12/32");

    [Fact]
    public void The_machine_at_its_own_address_is_let_in() =>
        Assert.Equal(new EnrollmentVerdict(EnrollmentAnswer.Granted, One.Id), Judge(One.ProviderId!, "10.0.1.11", One, Two));

    [Theory]
    [InlineData("10.0.1.99", false)] // nobody's address
    [InlineData("10.0.1.12", true)] // another ship's: that one is the suspect, not the one that it names
    [InlineData("::ffff:10.0.1.12", true)]
    [InlineData(null, false)]
    public void From_another_address_it_is_refused_and_the_caller_suspected(string? address, bool isShip)
    {
        foreach (var named in new[] { One, Used(One) })
        {
            Assert.Equal(new EnrollmentVerdict(EnrollmentAnswer.WrongPlace, One.Id, isShip ? Two.Id : null), Judge(One.ProviderId!, address, named, Two));
        }
    }

    [Fact]
    public void A_second_time_from_the_same_machine_takes_that_ship_out() =>
        Assert.Equal(new EnrollmentVerdict(EnrollmentAnswer.UsedBefore, One.Id, One.Id), Judge(One.ProviderId!, "10.0.1.11", Used(One), Two));

    [Fact]
    public void The_same_key_from_the_same_machine_is_let_in_again() =>
        Assert.Equal(new EnrollmentVerdict(EnrollmentAnswer.Granted, One.Id), Judge(One.ProviderId!, "10.0.1.11", Used(One) with { Enrollment = Used(One).Enrollment! with { Key = Key } }, Two));

    [Fact]
    public void A_token_that_is_too_old_is_refused() =>
        Assert.Equal(EnrollmentAnswer.TooOld, Judge(One.ProviderId!, "10.0.1.11", One with { Enrollment = One.Enrollment! with { NotAfter = Now.AddSeconds(-1) } }).Answer);

    [Fact]
    public void An_agent_that_is_faster_than_the_providers_answer_may_ask_again()
    {
        var launched = One with { ProviderId = null, Block = null };
        Assert.Equal(EnrollmentAnswer.NotYet, Judge(One.ProviderId!, "10.0.1.11", launched, Two).Answer);
        Assert.Equal(EnrollmentAnswer.Unknown, Judge(One.ProviderId!, "10.0.1.11", token: "another", ships: launched).Answer);
        Assert.Equal(EnrollmentAnswer.NotYet, Judge(One.ProviderId!, "10.0.1.11", One with { Block = null }).Answer); // its address comes with the next look
    }

    [Theory]
    [InlineData("")]
    [InlineData("i-0aaaaaaaaaaaaaaa3")]
    [InlineData("s-2345678923")]
    [InlineData("/var/lib/mux/ships/s-2345678923")]
    [InlineData("i-0AAAAAAAAAAAAAAA1\n")]
    public void A_name_that_no_machine_of_ours_has_is_refused(string instance) => Assert.Equal(EnrollmentAnswer.Unknown, Judge(instance, "10.0.1.11", One, Two).Answer);

    [Fact]
    public void A_wrong_token_of_the_right_machine_is_refused_and_says_no_more() =>
        Assert.Equal(new EnrollmentVerdict(EnrollmentAnswer.Unknown), Judge(One.ProviderId!, "10.0.1.11", token: "guessed", ships: [One, Two]));

    [Fact]
    public void A_machine_that_has_ended_is_refused() =>
        Assert.Equal(EnrollmentAnswer.Unknown, Judge(One.ProviderId!, "10.0.1.11", One with { State = ShipState.Terminated, Enrollment = null }).Answer);

    // Else whoever learns a ship's id would need no address.
    [Fact]
    public void The_ships_id_counts_for_nothing_on_machines_and_the_instance_id_for_nothing_elsewhere()
    {
        var asked = new EnrollRequest { ShipId = One.Id.Value, Token = Token };
        Assert.Equal(EnrollmentAnswer.Unknown, EnrollmentJudge.Judge(asked, Key, IPAddress.Parse("10.0.1.11"), onMachines: true, Snapshot(One), Now).Answer);
        Assert.Equal(EnrollmentAnswer.Granted, EnrollmentJudge.Judge(asked, Key, IPAddress.Parse("10.0.1.99"), onMachines: false, Snapshot(One), Now).Answer);
        Assert.Equal(EnrollmentAnswer.Unknown, EnrollmentJudge.Judge(new EnrollRequest { InstanceId = One.ProviderId, Token = Token }, Key, IPAddress.Parse("10.0.1.11"), onMachines: false, Snapshot(One), Now).Answer);
    }

    private static EnrollmentVerdict Judge(string instance, string? address, params Ship[] ships) => Judge(instance, address, Token, ships);

    private static EnrollmentVerdict Judge(string instance, string? address, string token, params Ship[] ships) => EnrollmentJudge.Judge(
        new EnrollRequest { InstanceId = instance, Token = token }, Key, address is null ? null : IPAddress.Parse(address), onMachines: true, Snapshot(ships), Now);

    private static Ship Used(Ship ship) => ship with { Enrollment = ship.Enrollment! with { Used = true } };

    private static FleetSnapshot Snapshot(params Ship[] ships) => FleetSnapshot.Empty with { Ships = FleetSnapshot.Empty.Ships.AddRange(ships.Select(ship => KeyValuePair.Create(ship.Id, ship))) };

    private static Ship MakeShip(string instance, string block) => new(ShipId.New(), HomeId.New(), Now)
    {
        State = ShipState.Booting, ProviderId = instance, Block = IPNetwork.Parse(block), Enrollment = new EnrollmentToken(EnrollmentToken.HashOf(Token), Now.AddMinutes(10)),
    };
}
