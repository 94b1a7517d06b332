using Mux.Pages;

namespace Mux.Auth;

/// <summary>The attendees' login form.</summary>
public sealed record LoginModel(ShellModel Shell, string FormToken, string ReturnUrl)
{
    /// <summary>What was typed before, to be corrected.</summary>
    public string Name { get; init; } = "";

    /// <summary>Typed before and right; the form keeps it while it asks for the personal code.</summary>
    public string Code { get; init; } = "";

    /// <summary>The name is taken: ask for the personal code.</summary>
    public bool AsksResume { get; init; }

    /// <summary>Why it did not work; empty at first.</summary>
    public string Error { get; init; } = "";

    /// <summary>False: only by a provider, or by a personal link.</summary>
    public bool TakesCode { get; init; } = true;

    public IReadOnlyList<LoginChoice> Providers { get; init; } = [];
}

/// <summary>A provider's button.</summary>
public sealed record LoginChoice(string Title, string Url);

/// <summary>The organizers' login form.</summary>
public sealed record OrganizerLoginModel(ShellModel Shell, string FormToken, string ReturnUrl, string Error)
{
    public IReadOnlyList<LoginChoice> Providers { get; init; } = [];
}
