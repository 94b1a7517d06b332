namespace Bench.Login;

/// <summary>
/// Many attendees at once on as many real ships, from the login form to the first cell's result; then as many on JupyterHub, with all
/// servers started beforehand. One after the other, so that neither has the other's processes beside it.
/// </summary>
internal sealed class LoginBench(int attendees, int alone, bool withHub, TimeSpan patience)
{
    private static readonly TimeSpan BetweenLoners = TimeSpan.FromMilliseconds(500);

    /// <returns>Markdown.</returns>
    public async Task<string> RunAsync()
    {
        var camp = await MeasureCampAsync();
        Say(LoginReport.Write(camp, null));
        var hub = withHub ? await MeasureHubAsync() : null;
        return LoginReport.Write(camp, hub);
    }

    private async Task<CampFigures> MeasureCampAsync()
    {
        Say($"starting {attendees + alone} ships");
        await using var camp = await Camp.StartAsync(attendees + alone);
        await Processor.SettleAsync(patience);
        Say($"{alone} attendees, one after the other");
        var loners = await ComeAloneAsync("loner", name => VisitMuxAsync(camp, name));
        var busy = await Processor.SettleAsync(patience);
        Say($"{attendees} attendees at once");
        using var front = await WireCapture.StartAsync("lo", camp.Site.Port);
        using var back = await WireCapture.StartAsync(await Camp.InterfaceAsync(), Ship.Port);
        var crowd = await Crowd.ComeAsync(People("attendee", name => VisitMuxAsync(camp, name)));
        var (atMux, atShips) = (await front.StopAsync(), await back.StopAsync());
        var (mux, agents) = (camp.Mux(), camp.Agents());

        await Processor.SettleAsync(patience);
        Say($"the same {attendees} pages from the ships themselves");
        var ships = await camp.ShipsAsync();
        var direct = await Crowd.ComeAsync(People("attendee", name => VisitShipAsync(ships[name], name)));
        var figures = new LoginFigures(loners, crowd, busy);
        return new CampFigures(figures, [.. figures.Good.Select(visit => PageShare.Of(visit, ships[visit.Name], atMux, atShips))], direct, mux, agents);
    }

    private async Task<LoginFigures> MeasureHubAsync()
    {
        Say($"starting JupyterHub and {attendees + alone} servers");
        var users = Enumerable.Range(1, alone).Select(number => $"loner{number}").Concat(Enumerable.Range(1, attendees).Select(number => $"attendee{number}")).ToArray();
        await using var hub = await Hub.StartAsync(users);
        await Processor.SettleAsync(patience);
        var loners = await ComeAloneAsync("loner", name => VisitHubAsync(hub, name));
        var busy = await Processor.SettleAsync(patience);
        Say($"{attendees} attendees at once");
        return new LoginFigures(loners, await Crowd.ComeAsync(People("attendee", name => VisitHubAsync(hub, name))), busy);
    }

    private (string, Func<Task<Visit>>)[] People(string name, Func<string, Task<Visit>> visit) =>
        [.. Enumerable.Range(1, attendees).Select(number => ($"{name}{number}", (Func<Task<Visit>>)(() => visit($"{name}{number}"))))];

    private async Task<Visit[]> ComeAloneAsync(string name, Func<string, Task<Visit>> visit)
    {
        var visits = new List<Visit>();
        for (var number = 1; number <= alone; number++)
        {
            var one = $"{name}{number}";
            visits.AddRange(await Crowd.ComeAsync([(one, () => visit(one))]));
            await Task.Delay(BetweenLoners);
        }

        return [.. visits];
    }

    private static async Task<Visit> VisitMuxAsync(Camp camp, string name)
    {
        using var attendee = new MuxAttendee(camp.Site, name, Camp.Code);
        return await attendee.VisitAsync();
    }

    private static async Task<Visit> VisitHubAsync(Hub hub, string name)
    {
        using var attendee = new HubAttendee(hub.Site, name, Hub.Password);
        return await attendee.VisitAsync();
    }

    private static async Task<Visit> VisitShipAsync(Ship ship, string name)
    {
        using var browser = new Browser(ship.Site, ship.Token);
        var visit = new Visit(name);
        await browser.OpenAsync(MuxAttendee.Tutorial);
        visit.PageShown("first notebook's page");
        return visit;
    }

    private static void Say(string what) => Console.Error.WriteLine($"{DateTime.UtcNow:HH:mm:ss}  {what}");
}
