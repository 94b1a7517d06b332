using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Fleet;

/// <summary>Ships under one rollout, with a clock of their own: each fetches what it is told to unless a test says otherwise.</summary>
internal sealed class Sea
{
    private readonly Dictionary<string, ImageVitals> images = [];

    public Sea(Ship[] ships, RolloutPolicy policy)
    {
        Policy = policy;
        Fleet = Given.Fleet(ships.Length, ships);
        Rollout = new Rollout(new RolloutId("r-1"), "intro", Given.NewTarget.Image, "reg.example/intro:2", Given.OldTarget.Image, "me", Now);
    }

    public RolloutPolicy Policy { get; }

    public DateTimeOffset Now { get; set; } = Given.Noon;

    public FleetSnapshot Fleet { get; private set; }

    public Rollout Rollout { get; set; }

    /// <summary>Ships in the order in which they were told to run the new image.</summary>
    public List<string> Told { get; } = [];

    /// <summary>Ships that were told to fetch it.</summary>
    public List<string> Fetching { get; } = [];

    public int MostAtOnce { get; private set; }

    public int MostInUseAtOnce { get; private set; }

    /// <summary>What becomes of a fetch; by default it is there at once.</summary>
    public Func<string, ImagePhase> Fetch { get; set; } = _ => ImagePhase.Present;

    public void Pass(int seconds = 10)
    {
        Now += TimeSpan.FromSeconds(seconds);
        var decision = RolloutPlanner.Decide(Rollout, Fleet, Policy, Now);
        Rollout = decision.Next;
        foreach (var (ship, target) in decision.Retargets)
        {
            if (target.Image == Given.NewTarget.Image)
            {
                Assert.Equal(ImagePhase.Present, images[ship.Value].Phase);
                Told.Add(ship.Value);
            }

            Put(Fleet.Ships[ship].After(new ShipEvent.Retargeted(target)));
        }

        foreach (var ship in decision.Prefetches)
        {
            Fetching.Add(ship.Value);
            Put(Fleet.Ships[ship].After(new ShipEvent.Prefetching("intro", Rollout.Image)));
            FetchOn(ship.Value);
        }

        var busy = Rollout.Ships.Values.Where(part => part.Step == RolloutStep.Starting).ToList();
        MostAtOnce = Math.Max(MostAtOnce, busy.Count);
        MostInUseAtOnce = Math.Max(MostInUseAtOnce, busy.Count(part => part.InUse));
    }

    /// <summary>The pass that orders the fetch, and the one after it.</summary>
    public void PassTwice()
    {
        Pass();
        Pass();
    }

    public void RunUntilOver(Action<string> act)
    {
        for (var pass = 0; Rollout.IsOpen; pass++)
        {
            Assert.True(pass < 3000, "stuck");
            Pass();
            foreach (var part in Rollout.Ships.Values.Where(part => part.Step == RolloutStep.Starting).ToList())
            {
                act(part.Ship.Value);
            }
        }
    }

    public void FetchOn(string ship)
    {
        images[ship] = new ImageVitals(Rollout.Image, Fetch(ship), 0, 0, "no route to the registry");
        var now = Fleet.Ships[new ShipId(ship)];
        Say(ship, [.. now.Tutorials.Values]);
    }

    public void Take(string ship) => Say(ship, Given.Status(Fleet.Ships[new ShipId(ship)], TutorialPhase.Healthy, Given.Inside));

    public void Refuse(string ship) => Say(ship, Given.Status(Fleet.Ships[new ShipId(ship)], TutorialPhase.Failed, Given.Inside) with { RunningDigest = Given.OldTarget.Digest, Reason = "hook failed", LogTail = "last words", ExitCode = 3 });

    public void Stall(string ship) => Say(ship, Given.Status(Fleet.Ships[new ShipId(ship)], TutorialPhase.Starting, Given.Inside));

    public void End(string ship) => Put(Fleet.Ships[new ShipId(ship)].After(new ShipEvent.Ended(TerminationCause.Released, "")));

    public void Choose(string attendee, ConsentAnswer answer) => Rollout = Rollout with { Answers = Rollout.Answers.SetItem(attendee, new Consent(answer, Now)) };

    public void Put(Ship ship) => Fleet = Fleet with { Ships = Fleet.Ships.SetItem(ship.Id, ship) };

    public string ImageOf(string ship) => Fleet.Ships[new ShipId(ship)].Targets["intro"].Image;

    private void Say(string id, params TutorialStatus[] statuses)
    {
        var ship = Fleet.Ships[new ShipId(id)];
        var report = Given.Report(ship.Vitals.Sequence + 1, ship.Generation, statuses);
        Put(ship.After(report with { Vitals = ShipVitals.None with { Images = images.TryGetValue(id, out var image) ? [image] : [] } }));
    }
}
