namespace Mux.Berths;

/// <summary>What the waiting room says, word for word; the page shows it and the script replaces it, so that both say the same.</summary>
/// <param name="Place">Such as <c>5</c>.</param>
/// <param name="Among">Such as <c>of 98</c>.</param>
/// <param name="Eta">Such as <c>2 to 4 minutes</c>; never a promise that nothing was measured for.</param>
/// <param name="Doing">What goes on while one waits.</param>
public sealed record WaitWords(string Place, string Among, string Eta, string Doing)
{
    internal static WaitWords Of(BerthView view, int place) => new($"{place}", $"of {view.Waiting}", EtaOf(view), DoingOf(view));

    private static string EtaOf(BerthView view) => (view.EtaSeconds, view.EtaLateSeconds ?? view.EtaSeconds) switch
    {
        (null, _) or (_, null) => "We cannot say yet",
        (<= 10, <= 10) => "A few seconds",
        (_, <= 60 and var late) => $"Up to {late} seconds",
        ({ } likely, { } late) when Minutes(likely) == Minutes(late) => Minutes(late) == 1 ? "About a minute" : $"About {Minutes(late)} minutes",
        ({ } likely, { } late) => $"{Minutes(likely)} to {Minutes(late)} minutes",
    };

    private static string DoingOf(BerthView view) => view switch
    {
        { DoorsOpen: false, Clock.Phase: ClockPhase.Before } => "You keep your place. The doors open for everybody at the same time, and you go in by yourself.",
        { DoorsOpen: false, Clock: not null } => "The organizers have not opened the doors yet.",
        { DoorsOpen: false } => "The fleet is being made ready. The doors open as soon as enough machines have proved that they work.",
        { Booting: 1 } => "One machine is starting up right now.",
        { Booting: > 1 } => $"{view.Booting} machines are starting up right now.",
        _ => "All machines are in use, and none is on its way. As soon as one is free, or the organizers add one, the line moves on.",
    };

    private static int Minutes(int seconds) => Math.Max(1, (seconds + 30) / 60);
}
