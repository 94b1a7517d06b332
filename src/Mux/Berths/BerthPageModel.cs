using Mux.Pages;

namespace Mux.Berths;

/// <summary>The attendee's own page: waiting room, or tutorials.</summary>
public sealed record BerthPageModel(ShellModel Shell, BerthView View)
{
    /// <summary>To be noted by the attendee; empty when it was, or when it is not this browser's to show.</summary>
    public string ResumeCode { get; init; } = "";

    /// <summary>The estimate in words.</summary>
    public string EtaText => View.EtaSeconds switch
    {
        null => "We cannot say yet",
        < 10 => "A few seconds",
        < 55 => $"About {(View.EtaSeconds + 9) / 10 * 10} seconds",
        < 100 => "About a minute",
        _ => $"About {(View.EtaSeconds + 30) / 60} minutes",
    };

    /// <summary>What goes on while one waits.</summary>
    public string Doing => View switch
    {
        { DoorsOpen: false } => "The fleet is being made ready. The doors open as soon as enough machines have proved that they work.",
        { Booting: 1 } => "One machine is starting up right now.",
        { Booting: > 1 } => $"{View.Booting} machines are starting up right now.",
        _ => "All machines are in use. As soon as one is free, or the organizers add one, the line moves on.",
    };
}
