using System.Collections.Frozen;

namespace Mux.Pages;

/// <summary>What every page of the mux has around its content.</summary>
/// <param name="Title">Of this page; stands before the camp's in the window's title.</param>
/// <param name="Camp">The camp's title.</param>
public sealed record ShellModel(string Title, string Camp)
{
    /// <summary>Address of server-sent events after which the page fetches itself and morphs what differs; empty: the page stands still.</summary>
    public string Live { get; init; } = "";

    /// <summary>Seconds until a browser without JavaScript fetches the page again; 0: never. In the head, where no morph can wake it up.</summary>
    public int RefreshWithoutScript { get; init; }

    /// <summary>Who is logged in; empty: nobody, and there is no way to log out.</summary>
    public string Who { get; init; } = "";

    /// <summary>Antiforgery token for the form that logs out.</summary>
    public string FormToken { get; init; } = "";

    /// <summary>The page's own main links.</summary>
    public IReadOnlyList<ShellLink> Links { get; init; } = [];

    /// <summary>What needs whoever reads the page, above everything else, worst first.</summary>
    public IReadOnlyList<ShellNotice> Notices { get; init; } = [];

    /// <summary>Where there are more of them than the page shows; null when it shows all.</summary>
    public ShellLink? MoreNotices { get; init; }

    /// <summary>What the viewer may do here beyond reading: method and template of endpoints, such as <c>POST /goal</c>.</summary>
    public IReadOnlySet<string> Permits { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Takes the whole width, for tables; otherwise text keeps a readable one.</summary>
    public bool Wide { get; init; }

    /// <summary>Whether to show a form or link that leads to this endpoint.</summary>
    public bool May(string endpoint) => Permits.Contains(endpoint);
}

/// <param name="Here">This page is the one it leads to.</param>
public sealed record ShellLink(string Text, string Url, bool Here);

/// <summary>Something that needs whoever reads the page.</summary>
/// <param name="Word">How bad it is, in a word.</param>
/// <param name="Css">Its tint: <c>warn</c> or <c>bad</c>.</param>
/// <param name="Since">Such as <c>for 4 min</c>.</param>
/// <param name="Fix">What to do.</param>
/// <param name="LinkText">Where <paramref name="Url"/> leads.</param>
public sealed record ShellNotice(string Id, string Word, string Css, string Text, string Since, string Fix, string Url, string LinkText);

/// <summary>A heading and a sentence.</summary>
public sealed record MessageModel(ShellModel Shell, string Text)
{
    /// <summary>Where to go on; empty: nowhere.</summary>
    public string LinkUrl { get; init; } = "";

    public string LinkText { get; init; } = "";

    /// <summary>Something goes on while one waits.</summary>
    public bool Busy { get; init; }
}
