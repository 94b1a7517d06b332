using Mux.Pages;

namespace Mux.Berths;

/// <summary>What an attendee may do with the files of one tutorial.</summary>
/// <param name="Tutorial">Its container serves the two addresses that the page leads to.</param>
public sealed record WorkPageModel(ShellModel Shell, TutorialView Tutorial)
{
    /// <summary>The files as a zip; the ship's Jupyter makes it.</summary>
    public string ZipUrl => Tutorial.Url + "camp/work.zip";

    /// <summary>Posting here lays the author's files out anew, and what was there aside.</summary>
    public string AfreshUrl => Tutorial.Url + "camp/afresh";
}
