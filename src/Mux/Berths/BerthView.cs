using System.Text.Json.Serialization;

namespace Mux.Berths;

/// <summary>How things stand for an attendee.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BerthState>))]
public enum BerthState
{
    /// <summary>In line for a first ship.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>Has a ship that serves at least one tutorial with the attendee's files.</summary>
    [JsonStringEnumMemberName("ready")]
    Ready,

    /// <summary>The files are on their way to another ship.</summary>
    [JsonStringEnumMemberName("moving")]
    Moving,
}

/// <summary>How one tutorial stands, in words for people.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TutorialWord>))]
public enum TutorialWord
{
    [JsonStringEnumMemberName("ready")]
    Ready,

    /// <summary>Serves, while a newer version is fetched and started beside it.</summary>
    [JsonStringEnumMemberName("updating")]
    Updating,

    /// <summary>Not there yet.</summary>
    [JsonStringEnumMemberName("starting")]
    Starting,

    /// <summary>Was there, and is being brought back.</summary>
    [JsonStringEnumMemberName("restarting")]
    Restarting,

    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>What an attendee sees of the camp: the body of <c>GET /berth</c>.</summary>
/// <param name="Position">1 for the first in line; null when not in line.</param>
/// <param name="EtaSeconds">Likely wait, estimated from boots seen so far; null when there is nothing to estimate from.</param>
/// <param name="Notice">What happened to the attendee's machine; empty when nothing did.</param>
public sealed record BerthView(BerthState State, int? Position, int? EtaSeconds, IReadOnlyList<TutorialView> Tutorials, string Notice)
{
    /// <summary>By when nine in ten would have their ship; null when the likely wait is.</summary>
    public int? EtaLateSeconds { get; init; }

    /// <summary>Where the sessions stand; null for a camp without.</summary>
    public SessionClock? Clock { get; init; }

    /// <summary>Null while the attendee's hand is down.</summary>
    public HandView? Hand { get; init; }

    /// <summary>The numbers in words; null unless the attendee is in line.</summary>
    public WaitWords? Words => Position is { } place ? WaitWords.Of(this, place) : null;

    /// <summary>Differs when the page must be made anew, and not only its numbers.</summary>
    public string Shape => $"{(this with { Position = null, EtaSeconds = null, EtaLateSeconds = null, Waiting = 0, Booting = 0, CodeToNote = false }).GetHashCode():x8}{(Position is null ? "" : "p")}";

    /// <summary>People in line, this one included.</summary>
    public int Waiting { get; init; }

    /// <summary>Ships being made ready.</summary>
    public int Booting { get; init; }

    /// <summary>False until the camp first has enough ships.</summary>
    public bool DoorsOpen { get; init; }

    /// <summary>This browser has not confirmed yet that its attendee noted the personal code, which the start page shows.</summary>
    public bool CodeToNote { get; init; }

    /// <summary>For the answer to an update, which the bar over a notebook sends; empty where nobody may answer.</summary>
    public string FormToken { get; init; } = "";

    /// <summary>The mux's clock when this was sent, since the browser's may be wrong; no news by itself.</summary>
    public DateTimeOffset Time { get; init; }

    public bool Equals(BerthView? other) => other is not null
        && (State, Position, EtaSeconds, EtaLateSeconds, Notice, Waiting, Booting, DoorsOpen, Clock)
            == (other.State, other.Position, other.EtaSeconds, other.EtaLateSeconds, other.Notice, other.Waiting, other.Booting, other.DoorsOpen, other.Clock)
        && Hand == other.Hand
        && Tutorials.SequenceEqual(other.Tutorials);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Hand);
        hash.Add((State, Position, EtaSeconds, EtaLateSeconds, Waiting, Booting, DoorsOpen, Clock));
        hash.Add(Notice, StringComparer.Ordinal);
        foreach (var tutorial in Tutorials)
        {
            hash.Add((tutorial.Name, tutorial.Phase, tutorial.Percent, tutorial.Version, tutorial.Detail, tutorial.Update));
        }

        return hash.ToHashCode();
    }
}

/// <summary>One tutorial of the attendee.</summary>
/// <param name="Url">The same for everybody: <c>/camp/NAME/</c>.</param>
/// <param name="Detail">One sentence more, or empty; may hold text of the ship, so it is to be escaped.</param>
/// <param name="Percent">Of the download that goes on; null when none does or its size is unknown.</param>
/// <param name="Version">Changes when another image serves; empty when none does.</param>
public sealed record TutorialView(string Name, string Title, string Url, TutorialWord Phase, string Detail, int? Percent, string Version)
{
    /// <summary>Files that both the attendee and the last update changed.</summary>
    public IReadOnlyList<string> Conflicts { get; init; } = [];

    /// <summary>A new version that waits for the attendee's word; null when none does.</summary>
    public UpdateOffer? Update { get; init; }

    /// <summary>The last update brought files alone: kernels went on.</summary>
    public bool ContentOnly { get; init; }

    /// <summary>Something answers at <see cref="Url"/>.</summary>
    [JsonIgnore]
    public bool Opens => Phase is TutorialWord.Ready or TutorialWord.Updating;

    public bool Equals(TutorialView? other) => other is not null
        && (Name, Title, Url, Phase, Detail, Percent, Version) == (other.Name, other.Title, other.Url, other.Phase, other.Detail, other.Percent, other.Version)
        && (Update, ContentOnly) == (other.Update, other.ContentOnly)
        && Conflicts.SequenceEqual(other.Conflicts);

    public override int GetHashCode() => HashCode.Combine(Name, Phase, Percent, Version);
}
