using Mux.Pages;

namespace Mux.Helping;

/// <summary>An attendee's notebook for the helper who was let in to look.</summary>
/// <param name="Hand">Its id.</param>
/// <param name="Name">The attendee's.</param>
/// <param name="Shown">The path of what is shown; empty: nothing.</param>
/// <param name="Until">When it ends by itself.</param>
public sealed record NotebookPageModel(ShellModel Shell, string Hand, string Name, string Tutorial, IReadOnlyList<NotebookEntry> Entries, string Shown, NotebookView Notebook, DateTimeOffset Until)
{
    public string Saved => Notebook.SavedAt is { } at ? $"as saved at {at.ToUniversalTime():HH:mm:ss} UTC" : "as last saved";
}

/// <summary>The way from the organizers' listener to the attendees'.</summary>
/// <param name="Url">Good once and for a minute.</param>
public sealed record EnterPageModel(ShellModel Shell, string Name, string Tutorial, string Url);
