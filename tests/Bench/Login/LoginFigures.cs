namespace Bench.Login;

/// <summary>What was measured of one system.</summary>
/// <param name="Alone">One after the other, nobody else there.</param>
/// <param name="Crowd">All at one instant.</param>
/// <param name="BusyBefore">Percent of all cores that were busy just before the crowd came.</param>
internal sealed record LoginFigures(Visit[] Alone, Visit[] Crowd, double BusyBefore)
{
    public Distribution Pages => new(Good.Select(visit => visit.Page));

    public Distribution Results => new(Good.Select(visit => visit.Result));

    public Distribution AlonePages => new(Alone.Where(visit => visit.Failure.Length == 0).Select(visit => visit.Page));

    public Distribution AloneResults => new(Alone.Where(visit => visit.Failure.Length == 0).Select(visit => visit.Result));

    public IEnumerable<Visit> Good => Crowd.Where(visit => visit.Failure.Length == 0);

    public IEnumerable<string> Failures => Alone.Concat(Crowd).Where(visit => visit.Failure.Length > 0).Select(visit => $"{visit.Name}: {visit.Failure}");

    public Distribution Step(string step) => new(Good.Where(visit => visit.Steps.ContainsKey(step)).Select(visit => visit.Steps[step]));
}

/// <summary>What can be measured of a camp only.</summary>
/// <param name="Shares">Of each attendee of the crowd.</param>
/// <param name="Direct">The same pages asked of the ships themselves, all at one instant.</param>
internal sealed record CampFigures(LoginFigures Logins, PageShare[] Shares, Visit[] Direct, ResidentMemory Mux, ResidentMemory[] Agents);
