using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>
/// The table of a ship's life as a pure function: (ship, event, now) → ship. It knows neither clock nor store.
/// A refused event leaves the ship as it was and says why.
/// </summary>
internal static class ShipLifecycle
{
    public static Transition Apply(Ship ship, ShipEvent happened, string camp, DateTimeOffset now) => happened switch
    {
        ShipEvent.Reclaimed => ship.State == ShipState.Terminated ? Take(ship with { Reclaimed = true, MachineUntil = ship.MachineSince is null ? null : ship.MachineUntil ?? now }) : Refuse(ship, "not terminated"),
        ShipEvent.Accepted e when ship is { State: ShipState.Terminated, Reclaimed: false, ProviderId: null } => Take(Manned(ship, e, now)), // too late to be used, in time to be taken down
        _ when ship.State == ShipState.Terminated => Refuse(ship, "terminated"),
        ShipEvent.Ordered e => ship.ProviderId is not null || ship.Enrollment is { Used: true } ? Refuse(ship, "it has a machine") : Take(ship with { Batch = e.Batch, Enrollment = e.Enrollment }),
        ShipEvent.Accepted e => Accept(ship, e, now),
        ShipEvent.Enrolled e => Enroll(ship, e),
        ShipEvent.SaidHello e => Hello(ship, e, now),
        ShipEvent.StreamLost e => StreamLost(ship, e, now),
        ShipEvent.Reported e => Report(ship, e, camp, now),
        ShipEvent.Probed e => Probe(ship, e, camp, now),
        ShipEvent.Claimed e => Claim(ship, e, now),
        ShipEvent.Retargeted e => Retarget(ship, e, now),
        ShipEvent.Prefetching e => Prefetch(ship, e),
        ShipEvent.Retried => ShipWords.HasFailed(ship) ? Take(ship with { Generation = ship.Generation + 1 }) : Refuse(ship, "nothing failed there"), // an agent gives up on a spec, never on the next
        ShipEvent.Used => Take(ship with { Vitals = ship.Vitals with { UsedAt = now } }, durable: false),
        ShipEvent.Quarantined e => Take(ship with { Quarantined = true, Reason = e.Reason }),
        ShipEvent.Departing e => Depart(ship, e),
        ShipEvent.Ended e when NoLongerTrue(ship, e) is { } why => Refuse(ship, why),
        ShipEvent.Ended e => Take(Enter(ship, ShipState.Terminated, now) with { Cause = e.Cause, Reason = e.Reason, Enrollment = null }),
        _ => Refuse(ship, "unknown event"),
    };

    // What was decided on a snapshot may be overtaken before it is applied: nobody's ship is taken away for a reason that has passed.
    private static string? NoLongerTrue(Ship ship, ShipEvent.Ended e) => e.Cause switch
    {
        TerminationCause.ScaledIn when ship.Attendee is not null => "in use by now",
        TerminationCause.BootTimeout when ship.State is not (ShipState.Pending or ShipState.Booting) => "available by now",
        TerminationCause.Lost when !e.Certain && ship.Vitals.Link == ShipLink.Connected => "back by now",
        _ => null,
    };

    private static Transition Accept(Ship ship, ShipEvent.Accepted e, DateTimeOffset now)
    {
        if (ship.ProviderId is { } own && own != e.ProviderId)
        {
            return Refuse(ship, "it has another machine");
        }

        var next = Manned(ship, e, now);
        next = next with { Tutorials = Believable(next, ship.Tutorials.Values) };
        return Take(ship.State == ShipState.Pending ? Enter(next, ShipState.Booting, now) : next);
    }

    private static Ship Manned(Ship ship, ShipEvent.Accepted e, DateTimeOffset now) => ship with
    {
        ProviderId = e.ProviderId,
        Block = e.Block ?? ship.Block,
        MachineType = e.MachineType.Length > 0 ? e.MachineType : ship.MachineType,
        MachineSince = ship.MachineSince ?? now,
    };

    private static Transition Enroll(Ship ship, ShipEvent.Enrolled e) => ship.Enrollment is { } token && token.IsGoodFor(e.Key)
        ? Take(ship with { Enrollment = token with { Used = true, Key = e.Key } }, durable: !token.Used)
        : Refuse(ship, "already enrolled");

    private static Transition Hello(Ship ship, ShipEvent.SaidHello e, DateTimeOffset now)
    {
        if (e.BootEpoch < ship.BootEpoch)
        {
            return Refuse(ship, "stale boot epoch");
        }

        // Two hellos of one ship may reach the store in the other order.
        if (e.Stream.Value < ship.Vitals.Stream.Value)
        {
            return Refuse(ship, "stale stream");
        }

        var next = ship with
        {
            BootEpoch = e.BootEpoch,
            Vitals = ship.Vitals with { Link = ShipLink.Connected, LinkSince = now, Stream = e.Stream, Sequence = 0, LastReportAt = now, ProbeFailures = 0 },
        };
        next = ship.State == ShipState.Pending ? Enter(next, ShipState.Booting, now) : next;
        return Take(next, durable: next.BootEpoch != ship.BootEpoch || next.State != ship.State);
    }

    private static Transition StreamLost(Ship ship, ShipEvent.StreamLost e, DateTimeOffset now) => e.Stream != ship.Vitals.Stream
        ? Refuse(ship, "another stream")
        : Take(ship with { Vitals = ship.Vitals with { Link = ShipLink.Suspect, LinkSince = now } }, durable: false);

    private static Transition Report(Ship ship, ShipEvent.Reported e, string camp, DateTimeOffset now)
    {
        if (e.Stream != ship.Vitals.Stream || e.Sequence <= ship.Vitals.Sequence)
        {
            return Refuse(ship, "stale report");
        }

        var tutorials = Believable(ship, e.Tutorials);
        var changed = !Same(tutorials, ship.Tutorials);
        var vitals = e.Vitals with
        {
            Link = ShipLink.Connected,
            LinkSince = ship.Vitals.LinkSince,
            Stream = e.Stream,
            Sequence = e.Sequence,
            SeenGeneration = e.Generation,
            InterruptedAt = e.Vitals.InterruptedAt ?? ship.Vitals.InterruptedAt,
            LastReportAt = now,
            UsedAt = ship.Vitals.UsedAt,
            ProbedGeneration = changed ? 0 : ship.Vitals.ProbedGeneration,
            ProbeFailures = ship.Vitals.ProbeFailures,
            ProbedAt = changed ? null : ship.Vitals.ProbedAt,
        };
        var next = ship with { Tutorials = changed ? tutorials : ship.Tutorials, Vitals = vitals };
        return NoLongerAvailable(ship, next, camp) is { } why ? Take(Enter(next, ShipState.Booting, now) with { Reason = why }) : Take(next, durable: changed);
    }

    // A container at another address is one that the mux has not looked at.
    private static string? NoLongerAvailable(Ship ship, Ship next, string camp) => ship.State != ShipState.Available ? null
        : !next.IsReadyAsReported(camp) ? "no longer healthy"
        : next.Tutorials.Values.Any(now => !Equals(now.Endpoint, ship.Tutorials.GetValueOrDefault(now.Name)?.Endpoint)) ? "started again"
        : null;

    private static Transition Probe(Ship ship, ShipEvent.Probed e, string camp, DateTimeOffset now)
    {
        if (e.Generation != ship.Generation)
        {
            return Refuse(ship, "probe of an older generation");
        }

        var next = ship with
        {
            Vitals = e.Good
                ? ship.Vitals with { ProbedGeneration = e.Generation, ProbeFailures = 0, ProbedAt = now }
                : ship.Vitals with { ProbeFailures = ship.Vitals.ProbeFailures + 1, ProbedAt = now },
        };
        return (ship.State, e.Good) switch
        {
            (ShipState.Booting, true) when ship.Vitals.Link == ShipLink.Connected && ship.IsReadyAsReported(camp) && !ship.Quarantined
                => Take(Enter(next, ShipState.Available, now) with { Reason = "", FirstAvailableAt = ship.FirstAvailableAt ?? now }),
            (ShipState.Available, false) => Take(Enter(next, ShipState.Booting, now) with { Reason = "does not answer the mux" }),
            _ => Take(next, durable: false),
        };
    }

    private static Transition Claim(Ship ship, ShipEvent.Claimed e, DateTimeOffset now)
    {
        if (ship.State != ShipState.Available || ship.Attendee is not null || ship.Quarantined || ship.Vitals.InterruptedAt is not null)
        {
            return Refuse(ship, "not available");
        }

        var next = Enter(ship, ShipState.Running, now) with { Attendee = e.Attendee };
        return Take(e.Home == ship.Home ? next : next with { Home = e.Home, Generation = ship.Generation + 1 });
    }

    private static Transition Retarget(Ship ship, ShipEvent.Retargeted e, DateTimeOffset now)
    {
        if (ship.Targets.TryGetValue(e.Target.Tutorial, out var old) && old == e.Target)
        {
            return Refuse(ship, "already so");
        }

        var next = ship with { Targets = ship.Targets.SetItem(e.Target.Tutorial, e.Target), Prefetch = ship.Prefetch.Remove(e.Target.Tutorial) };
        if (old?.Image == e.Target.Image)
        {
            return Take(next);
        }

        next = next with { Generation = ship.Generation + 1 };
        return Take(ship.State == ShipState.Available ? Enter(next, ShipState.Booting, now) : next);
    }

    private static Transition Prefetch(Ship ship, ShipEvent.Prefetching e) => ship.Prefetch.GetValueOrDefault(e.Tutorial) == e.Image
        ? Refuse(ship, "already so")
        : Take(ship with { Prefetch = ship.Prefetch.SetItem(e.Tutorial, e.Image), Generation = ship.Generation + 1 });

    private static Transition Depart(Ship ship, ShipEvent.Departing e) => ship.State != ShipState.Running ? Refuse(ship, "not in use")
        : ship.Leaving is not null ? Refuse(ship, "leaving already")
        : Take(ship with { Leaving = new Departure(e.Cause, e.Reason, ship.Generation + 1, e.Until), Generation = ship.Generation + 1, Reason = e.Reason + ": as soon as its files are copied" });

    // What the agent says of a tutorial that nobody asked for, or of an address that is not the ship's, is dropped.
    private static ImmutableSortedDictionary<string, TutorialStatus> Believable(Ship ship, IEnumerable<TutorialStatus> claims)
    {
        var kept = ImmutableSortedDictionary.CreateBuilder<string, TutorialStatus>(StringComparer.Ordinal);
        foreach (var claim in claims.Where(claim => ship.Targets.ContainsKey(claim.Name)))
        {
            var endpoint = claim.Endpoint is { } address && AddressPolicy.MayForwardTo(address, ship.Block) ? address : null;
            kept[claim.Name] = endpoint == claim.Endpoint ? claim : claim with { Endpoint = null };
        }

        return kept.ToImmutable();
    }

    private static bool Same(ImmutableSortedDictionary<string, TutorialStatus> a, ImmutableSortedDictionary<string, TutorialStatus> b) =>
        a.Count == b.Count && a.Values.SequenceEqual(b.Values);

    private static Ship Enter(Ship ship, ShipState state, DateTimeOffset now) => ship with { State = state, StateSince = now };

    private static Transition Take(Ship next, bool durable = true) => new(next, null, durable);

    private static Transition Refuse(Ship ship, string why) => new(ship, why, false);
}
