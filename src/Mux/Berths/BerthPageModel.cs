using Mux.Pages;

namespace Mux.Berths;

/// <summary>The attendee's own page: waiting room, or tutorials.</summary>
public sealed record BerthPageModel(ShellModel Shell, BerthView View)
{
    /// <summary>To be noted by the attendee; empty when it was, or when it is not this browser's to show.</summary>
    public string ResumeCode { get; init; } = "";

    /// <summary>The camp lets attendees have helpers type.</summary>
    public bool MayType { get; init; }
}
